// SPDX-FileCopyrightText: 2026 The Sidelong authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

namespace Sidelong {

/// Lets this process open as many files and sockets as the system allows it at all: the usual
/// bound of 1024 is a few hundred streams. Once, at the start of a program; what fails is left as
/// it was.
void raiseDescriptorLimit();

} // namespace Sidelong
