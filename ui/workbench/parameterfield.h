// SPDX-FileCopyrightText: 2026 The Sidelong authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/domain/chatrequest.h"

#include <array>

namespace Sidelong {

/// One parameter of a call as the user reads and writes it.
enum class ParameterField { Temperature, MaxTokens, TopP, Seed, Stop, Effort };
inline constexpr std::array parameterFields = {
    ParameterField::Temperature, ParameterField::MaxTokens, ParameterField::TopP,
    ParameterField::Seed,        ParameterField::Stop,      ParameterField::Effort,
};

/// "Temperature"
QString fieldTitle(ParameterField field);
/// What may be written, and what holds while nothing is.
QString fieldHint(ParameterField field);
/// "temperature 0.2"; "temperature: default" where it is not set.
QString fieldChip(ParameterField field, const Parameters &parameters);
bool isSet(ParameterField field, const Parameters &parameters);

/// As it is edited; empty where it is not set.
QString fieldText(ParameterField field, const Parameters &parameters);
/// Takes \a text over; an empty one unsets the field. Answers with a sentence that says what would
/// be right, and changes nothing, where it cannot be read.
Result<void> setFieldText(ParameterField field, const QString &text, Parameters &parameters);

} // namespace Sidelong
