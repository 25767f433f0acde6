// SPDX-FileCopyrightText: 2026 The Sidelong authors
// SPDX-License-Identifier: GPL-3.0-or-later
//
// A long answer into one column, and eight live columns: what a token costs, and how long the GUI
// thread is busy at a stretch.
#include "ui/answer/answerview.h"
#include "ui/common/theme.h"
#include "ui/workbench/answercolumn.h"
#include "ui/workbench/columnsview.h"

#include <QApplication>
#include <QElapsedTimer>

#include <algorithm>
#include <cstdio>
#include <ctime>
#include <vector>

using namespace Qt::StringLiterals;
using namespace Sidelong;

namespace {

constexpr int frameMs = 16;

double cpuMs()
{
    timespec now{};
    clock_gettime(CLOCK_THREAD_CPUTIME_ID, &now);
    return static_cast<double>(now.tv_sec) * 1e3 + static_cast<double>(now.tv_nsec) / 1e6;
}

/// Five letters a token, a line break every fifteen tokens and a paragraph now and then.
QByteArray token(int number)
{
    if (number % 150 == 149)
        return ".\n\n";
    return number % 15 == 14 ? "word\n" : "word ";
}

AnswerUpdate streaming(int tokens)
{
    AnswerUpdate update;
    update.runId = u"run"_s;
    update.phase = AnswerPhase::Streaming;
    update.outputTokens = tokens;
    update.tokensPerSecond = 200;
    return update;
}

double percentile(std::vector<double> values, double part)
{
    std::sort(values.begin(), values.end());
    return values.at(static_cast<std::size_t>(static_cast<double>(values.size() - 1) * part));
}

void printStretches(const char *name, const std::vector<double> &stretches)
{
    std::printf("%-38s p50 %.2f  p99 %.2f  longest %.2f ms\n", name, percentile(stretches, 0.5),
                percentile(stretches, 0.99), percentile(stretches, 1));
}

void longAnswer()
{
    constexpr int tokens = 100'000;
    constexpr int perFrame = 4;
    ColumnsView view;
    view.resize(420, 700);
    AnswerColumn *column = view.addColumn({.name = u"long"_s});
    view.show();
    QCoreApplication::processEvents();
    std::vector<double> stretches;
    double firstTenth = 0;
    double lastTenth = 0;
    for (int done = 0; done < tokens; done += perFrame) {
        AnswerUpdate update = streaming(done);
        for (int i = 0; i < perFrame; ++i)
            update.text += token(done + i);
        QElapsedTimer stretch;
        stretch.start();
        const double before = cpuMs();
        column->apply(update);
        QCoreApplication::processEvents();
        const double spent = cpuMs() - before;
        stretches.push_back(static_cast<double>(stretch.nsecsElapsed()) / 1e6);
        if (done < tokens / 10)
            firstTenth += spent;
        else if (done >= tokens / 10 * 9)
            lastTenth += spent;
    }
    const double each = tokens / 10.0 / 1000;
    std::printf("100,000 tokens, 4 a frame: first tenth %.2f us/token, last tenth %.2f us/token, "
                "ratio %.2f\n",
                firstTenth / each, lastTenth / each, lastTenth / firstTenth);
    printStretches("  GUI thread at a stretch", stretches);
}

void eightColumns()
{
    constexpr int seconds = 20;
    constexpr int tokensPerSecond = 200;
    ColumnsView view;
    view.resize(1920, 1000);
    for (int i = 0; i < ColumnsView::maximumColumns; ++i)
        view.addColumn({.name = QString::number(i), .series = i});
    view.show();
    QCoreApplication::processEvents();
    std::vector<double> stretches;
    int sent = 0;
    for (int frame = 0; frame < seconds * 1000 / frameMs; ++frame) {
        const int until = frame * frameMs * tokensPerSecond / 1000;
        AnswerUpdate update = streaming(until);
        for (; sent < until; ++sent)
            update.text += token(sent);
        QElapsedTimer stretch;
        stretch.start();
        for (int i = 0; i < view.columnCount(); ++i)
            view.column(i)->apply(update);
        QCoreApplication::processEvents();
        stretches.push_back(static_cast<double>(stretch.nsecsElapsed()) / 1e6);
    }
    stretches.erase(stretches.begin());
    printStretches("8 columns, 200 tokens/s each, 20 s:", stretches);
}

} // namespace

int main(int argc, char **argv)
{
    QApplication application(argc, argv);
    const Theme theme(&application, Theme::Mode::Light);
    longAnswer();
    eightColumns();
    return 0;
}
