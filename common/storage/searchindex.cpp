#include "storage/searchindex.h"

#include "storage/blockindex.h"
#include "storage/vectorindex.h"

namespace chatroom::storage {

using namespace Qt::Literals::StringLiterals;

QString placeMark(PlaceId place, Readers readers)
{
    const QString mark = u'p' + QString::number(place);
    switch (readers) {
    case Readers::Everyone: return mark;
    case Readers::Voiced: return mark + u'v';
    case Readers::Operators: return mark + u'o';
    }
    Q_UNREACHABLE();
}

QStringList placeMarks(const std::vector<NumberedPlace>& places)
{
    QStringList marks;
    for (const NumberedPlace& each : places) {
        for (const Readers readers : {Readers::Everyone, Readers::Voiced, Readers::Operators}) {
            if (readers <= each.reader)
                marks += placeMark(each.id, readers);
        }
    }
    return marks;
}

QString senderMark(const QByteArray& folded)
{
    return u'f' + QString::fromLatin1(folded.toHex());
}

std::unique_ptr<SearchIndex> makeSearchIndex(Database& database)
{
    if (database.dialect().name() == u"sqlite"_s)
        return std::make_unique<BlockIndex>(database);
    return std::make_unique<VectorIndex>(database);
}

} // namespace chatroom::storage
