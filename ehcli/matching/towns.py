"""Post towns, so that one street name in two towns is two streets; and the counties and countries that say nothing."""

from __future__ import annotations


def listed(text: str) -> frozenset[str]:
    """The names of a list with commas between them."""
    return frozenset(" ".join(each.split()) for each in text.split(","))


# Towns that Royal Mail delivers through. A place that is not here may be a part of any of them.
POST_TOWNS = listed("""
aberdeen, aberystwyth, abingdon, accrington, aldershot, alfreton, alnwick, alton, altrincham, amersham, andover,
arundel, ascot, ashbourne, ashford, ashington, ashton under lyne, atherstone, aylesbury, ayr, bakewell, banbury,
bangor, barking, barnard castle, barnet, barnsley, barnstaple, barrow in furness, barry, basildon, basingstoke,
bath, batley, beckenham, bedford, bedlington, bedworth, belfast, belper, berwick upon tweed, beverley, bewdley,
bexhill on sea, bexley, bexleyheath, bicester, bideford, biggleswade, billericay, billingham, bilston, birkenhead,
birmingham, bishop auckland, bishops stortford, blackburn, blackpool, blandford forum, blyth, bodmin, bognor regis,
bolton, bootle, borehamwood, boston, bournemouth, brackley, bracknell, bradford, braintree, brentford, brentwood,
bridgend, bridgwater, bridlington, brierley hill, brighouse, brighton, bristol, broadstairs, bromley, bromsgrove,
buckingham, burnley, burton on trent, bury, bury st edmunds, bushey, buxton, caernarfon, camberley, camborne,
cambridge, cannock, canterbury, cardiff, carlisle, carmarthen, carshalton, castleford, caterham, chatham,
chelmsford, cheltenham, chepstow, chertsey, chesham, chester, chester le street, chesterfield, chichester, chigwell,
chippenham, chislehurst, chorley, cirencester, clacton on sea, cleckheaton, cleethorpes, clevedon, clitheroe,
coalville, colchester, congleton, consett, corby, corsham, coventry, cowes, cradley heath, cramlington, cranleigh,
craven arms, crawley, crewe, cromer, crook, crowborough, crowthorne, croydon, cullompton, cwmbran, dagenham,
darlington, dartford, daventry, deal, derby, dereham, devizes, dewsbury, didcot, diss, doncaster, dorchester,
dorking, dover, droitwich, dronfield, dudley, dumfries, dundee, dunfermline, dunstable, durham, east grinstead,
eastbourne, eastleigh, edgware, edinburgh, egham, ellesmere port, ely, enfield, epping, epsom, erith, evesham,
exeter, exmouth, falmouth, fareham, faringdon, farnborough, farnham, faversham, felixstowe, feltham, ferndown,
filey, fleet, fleetwood, folkestone, frome, gainsborough, gateshead, gillingham, glasgow, glossop, gloucester,
godalming, goole, gosport, grantham, gravesend, grays, great yarmouth, greenford, grimsby, guildford, halesowen,
halifax, harlow, harpenden, harrogate, harrow, hartlepool, harwich, haslemere, hastings, hatfield, havant,
haverfordwest, haverhill, hayes, haywards heath, hemel hempstead, henley on thames, hereford, hertford, hessle,
hexham, high wycombe, hinckley, hitchin, hoddesdon, holyhead, horley, hornchurch, horsham, houghton le spring,
hounslow, hove, huddersfield, hull, hungerford, huntingdon, hyde, ilford, ilfracombe, ilkeston, ilkley, inverness,
ipswich, isleworth, jarrow, keighley, kendal, kenilworth, keswick, kettering, kidderminster, kidlington, kilmarnock,
kings lynn, kingston upon thames, kingswinford, kirkcaldy, knaresborough, knutsford, lancaster, launceston,
leamington spa, leatherhead, leeds, leek, leicester, leigh, leigh on sea, leighton buzzard, leominster, letchworth,
lewes, leyland, lichfield, lincoln, liskeard, littlehampton, liverpool, llandudno, llanelli, london, loughborough,
loughton, louth, lowestoft, ludlow, luton, lutterworth, lymington, lytham st annes, macclesfield, maidenhead,
maidstone, maldon, malmesbury, malton, malvern, manchester, mansfield, march, margate, market drayton, market
harborough, marlborough, marlow, matlock, melksham, melton mowbray, merthyr tydfil, mexborough, middlesbrough,
middlewich, milton keynes, minehead, mitcham, mold, morden, morecambe, morpeth, nantwich, neath, nelson, newark,
newbury, newcastle, newcastle upon tyne, newhaven, newmarket, newport, newquay, newton abbot, newton aycliffe,
normanton, north shields, northallerton, northampton, northolt, northwich, northwood, norwich, nottingham, nuneaton,
okehampton, oldbury, oldham, ormskirk, orpington, ossett, oswestry, otley, oxford, oxted, paignton, paisley,
penrith, penzance, perth, peterborough, peterlee, petersfield, pinner, plymouth, pontefract, pontypool, pontypridd,
poole, port talbot, portsmouth, potters bar, prescot, preston, prestwich, pudsey, purley, radstock, rainham,
ramsgate, reading, redcar, redditch, redhill, redruth, reigate, retford, rhyl, richmond, rickmansworth, ringwood,
ripley, ripon, rochdale, rochester, romford, romsey, rotherham, rowley regis, royston, rugby, rugeley, ruislip,
runcorn, rushden, ryde, rye, saffron walden, sale, salford, salisbury, saltburn by the sea, sandbach, sandwich,
sandy, scarborough, scunthorpe, seaford, seaham, selby, sevenoaks, sheerness, sheffield, shepperton, shipley,
shrewsbury, sidcup, sittingbourne, skegness, skelmersdale, skipton, sleaford, slough, smethwick, solihull, south
croydon, south shields, southall, southampton, southend on sea, southport, southsea, southwell, spalding,
spennymoor, st albans, st austell, st helens, st ives, st leonards on sea, st neots, stafford, staines, stalybridge,
stamford, stanford le hope, stanley, stanmore, stevenage, stirling, stockport, stockton on tees, stoke on trent,
stone, stourbridge, stourport on severn, stowmarket, stratford upon avon, stroud, sudbury, sunbury on thames,
sunderland, surbiton, sutton, sutton coldfield, sutton in ashfield, swadlincote, swanley, swansea, swindon,
tadworth, tamworth, taunton, tavistock, teddington, telford, tewkesbury, thame, thetford, thirsk, thornton heath,
tidworth, tilbury, tipton, tiverton, todmorden, tonbridge, torquay, totnes, tring, trowbridge, truro, tunbridge
wells, twickenham, uckfield, ulverston, upminster, uttoxeter, uxbridge, wadebridge, wakefield, wallasey, wallington,
wallsend, walsall, waltham abbey, waltham cross, walton on thames, wantage, ware, wareham, warminster, warrington,
warwick, washington, watford, wednesbury, welling, wellingborough, wellington, wells, welwyn garden city, wembley,
west bromwich, west drayton, west malling, westbury, westcliff on sea, westerham, weston super mare, wetherby,
weybridge, weymouth, whitby, whitehaven, whitley bay, whitstable, wickford, widnes, wigan, wigston, willenhall,
wilmslow, wimborne, winchester, windsor, winsford, wirral, wisbech, witham, witney, woking, wokingham,
wolverhampton, woodbridge, woodford green, worcester, worcester park, workington, worksop, worthing, wrexham,
yateley, yeovil, york
""")
# Counties and countries, and what else stands at the end of an address without saying where in a town it is.
NOWHERE_NEARER = listed("""
avon, bedfordshire, beds, berks, berkshire, black country, buckinghamshire, bucks, cambridgeshire, cambs, cheshire,
cleveland, co durham, cornwall, county durham, cumbria, derbyshire, devon, dorset, east sussex, england, essex, gb,
glos, gloucestershire, great britain, greater london, greater manchester, hampshire, hants, herefordshire,
hertfordshire, herts, humberside, isle of wight, kent, lancashire, lancs, leicestershire, leics, lincolnshire,
lincs, merseyside, middlesex, middx, norfolk, north yorkshire, northamptonshire, northants, northumberland,
nottinghamshire, notts, oxfordshire, oxon, rutland, salop, sandwell, scotland, shropshire, somerset, south
yorkshire, staffordshire, staffs, suffolk, surrey, sussex, the black country, tyne and wear, uk, united kingdom, w
midlands, w mids, wales, warks, warwickshire, west midlands, west mids, west sussex, west yorkshire, wilts,
wiltshire, worcestershire, worcs, yorks, yorkshire
""")
SHORT = {
    "bham": "birmingham",
    "b ham": "birmingham",
    "w bromwich": "west bromwich",
    "west brom": "west bromwich",
    "w brom": "west bromwich",
    "wolves": "wolverhampton",
    "wton": "wolverhampton",
    "newcastle": "newcastle upon tyne",
    "stoke": "stoke on trent",
    "burton": "burton on trent",
    "burton upon trent": "burton on trent",
    "southend": "southend on sea",
    "manc": "manchester",
    "mcr": "manchester",
    "nottm": "nottingham",
}


def town(words: str) -> str:
    """A place as it is compared, its common short form written out; empty for a county or a country."""
    return SHORT.get(words, "" if words in NOWHERE_NEARER else words)
