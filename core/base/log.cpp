// SPDX-FileCopyrightText: 2026 The Sidelong authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/log.h"

Q_LOGGING_CATEGORY(logEngine, "sidelong.engine", QtWarningMsg)
Q_LOGGING_CATEGORY(logNet, "sidelong.net", QtWarningMsg)
Q_LOGGING_CATEGORY(logStorage, "sidelong.storage", QtWarningMsg)
Q_LOGGING_CATEGORY(logSecrets, "sidelong.secrets", QtWarningMsg)
Q_LOGGING_CATEGORY(logUi, "sidelong.ui", QtWarningMsg)
