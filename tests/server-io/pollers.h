// The rows of a test that runs with each way of waiting for descriptors that this machine has.
#pragma once

#include "server/io/poller.h"

#include <QTest>

Q_DECLARE_METATYPE(chatroom::server::PollerKind)

namespace chatroom::test {

// QFETCH(const PollerKind, kind) in the test.
inline void pollers()
{
    using server::PollerKind;
    QTest::addColumn<PollerKind>("kind");
    QTest::newRow("the best of this machine") << PollerKind::BestHere;
    QTest::newRow("a notifier for each descriptor") << PollerKind::Notifiers;
}

} // namespace chatroom::test
