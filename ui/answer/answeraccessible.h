// SPDX-FileCopyrightText: 2026 The Sidelong authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

namespace Sidelong {

/// Makes AnswerViews readable by screen readers (QAccessibleTextInterface). May be called often.
void installAnswerAccessibility();

} // namespace Sidelong
