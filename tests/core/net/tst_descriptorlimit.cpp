// SPDX-FileCopyrightText: 2026 The Sidelong authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/net/descriptorlimit.h"

#include <QTest>

#include <sys/resource.h>

using namespace Sidelong;

class tst_DescriptorLimit : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void raise_goesToTheHardBound()
    {
        rlimit limit = {};
        QCOMPARE(::getrlimit(RLIMIT_NOFILE, &limit), 0);
        const rlim_t hard = limit.rlim_max;
        limit.rlim_cur = qMin<rlim_t>(hard, 100);
        QCOMPARE(::setrlimit(RLIMIT_NOFILE, &limit), 0);
        for (int i = 0; i < 2; ++i) {
            raiseDescriptorLimit();
            QCOMPARE(::getrlimit(RLIMIT_NOFILE, &limit), 0);
            QCOMPARE(limit.rlim_cur, hard);
            QCOMPARE(limit.rlim_max, hard);
        }
    }
};

QTEST_GUILESS_MAIN(tst_DescriptorLimit)
#include "tst_descriptorlimit.moc"
