// SPDX-FileCopyrightText: 2026 The Sidelong authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/domain/chatevent.h"

using namespace Qt::StringLiterals;

namespace Sidelong {

QLatin1StringView finishName(Finish finish)
{
    switch (finish) {
    case Finish::Stop: return "stop"_L1;
    case Finish::Length: return "length"_L1;
    case Finish::ToolCalls: return "tool_calls"_L1;
    case Finish::Refused: return "refused"_L1;
    case Finish::Error: return "error"_L1;
    case Finish::Cancelled: return "cancelled"_L1;
    }
    return "error"_L1;
}

std::optional<Finish> finishFromName(QStringView name)
{
    for (const Finish finish : {Finish::Stop, Finish::Length, Finish::ToolCalls, Finish::Refused,
                                Finish::Error, Finish::Cancelled}) {
        if (name == finishName(finish))
            return finish;
    }
    return {};
}

} // namespace Sidelong
