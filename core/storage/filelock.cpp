// SPDX-FileCopyrightText: 2026 The Sidelong authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/storage/filelock.h"

#include <sys/file.h>
#include <sys/stat.h>

namespace Sidelong {

LockOutcome lockFile(const QFile &file)
{
    if (::flock(file.handle(), LOCK_EX | LOCK_NB) != 0)
        return LockOutcome::TakenByOther;
    // It may have been folded and removed between opening and locking.
    struct stat opened = {};
    struct stat named = {};
    const bool isSame = ::fstat(file.handle(), &opened) == 0
        && ::stat(QFile::encodeName(file.fileName()).constData(), &named) == 0
        && opened.st_ino == named.st_ino && opened.st_dev == named.st_dev;
    return isSame ? LockOutcome::Locked : LockOutcome::Gone;
}

} // namespace Sidelong
