#include "client-gui/keyring.h"

#include "protocol/casefold.h"
#include "protocol/message.h"

#include <QCoreApplication>
#include <qt6keychain/keychain.h>

using namespace Qt::Literals::StringLiterals;

namespace chatroom::clientgui {

using client::SecretError;

namespace {

const QString kService = u"Chatroom"_s;

QString tr(const char* text)
{
    return QCoreApplication::translate("chatroom::clientgui::Keyring", text);
}

// "ann at chat.example:6697": people read it in the system's own list.
QString keyOf(const QString& server, const QString& account)
{
    const protocol::FoldedName folded(protocol::view(account.toUtf8()));
    return QString::fromUtf8(folded.bytes()) + u" at "_s + server;
}

SecretError errorOf(const QKeychain::Job& job)
{
    switch (job.error()) {
    case QKeychain::NoError:
    case QKeychain::EntryNotFound: break;
    case QKeychain::NoBackendAvailable:
    case QKeychain::NotImplemented: return {tr("This computer has no key ring that could keep passwords.")};
    case QKeychain::AccessDeniedByUser:
    case QKeychain::AccessDenied: return {tr("This computer's key ring stays locked.")};
    case QKeychain::CouldNotDeleteEntry:
    case QKeychain::OtherError: break;
    }
    return {tr("This computer's key ring does not work: %1").arg(job.errorString())};
}

template <typename Job>
void run(Job* job, const QString& server, const QString& account, QObject* context, std::function<void(const Job&)> finished)
{
    job->setInsecureFallback(false); // no file in plain text
    job->setKey(keyOf(server, account));
    QObject::connect(job, &QKeychain::Job::finished, context, [job, finished = std::move(finished)](QKeychain::Job*) { finished(*job); });
    job->start();
}

void answer(const QKeychain::Job& job, const client::SecretStore::Done& done)
{
    const bool isDone = job.error() == QKeychain::NoError || job.error() == QKeychain::EntryNotFound;
    if (isDone)
        done({});
    else
        done(Unexpected(errorOf(job)));
}

} // namespace

void Keyring::read(const QString& server, const QString& account, QObject* context, Read done)
{
    run<QKeychain::ReadPasswordJob>(new QKeychain::ReadPasswordJob(kService), server, account, context,
                                    [done = std::move(done)](const QKeychain::ReadPasswordJob& job) {
                                        if (job.error() == QKeychain::NoError)
                                            done(job.textData());
                                        else if (job.error() == QKeychain::EntryNotFound)
                                            done(QString());
                                        else
                                            done(Unexpected(errorOf(job)));
                                    });
}

void Keyring::write(const QString& server, const QString& account, const QString& password, QObject* context, Done done)
{
    auto* job = new QKeychain::WritePasswordJob(kService);
    job->setTextData(password);
    run<QKeychain::WritePasswordJob>(job, server, account, context,
                                     [done = std::move(done)](const QKeychain::WritePasswordJob& each) { answer(each, done); });
}

void Keyring::remove(const QString& server, const QString& account, QObject* context, Done done)
{
    run<QKeychain::DeletePasswordJob>(new QKeychain::DeletePasswordJob(kService), server, account, context,
                                      [done = std::move(done)](const QKeychain::DeletePasswordJob& each) { answer(each, done); });
}

} // namespace chatroom::clientgui
