"""Given names that are one: the short ones and spellings that are usual in Britain, each beside its full name.

A short name may stand for several: Jo is Joanne, Josephine or Joseph, and these are still not one another.
"""

from __future__ import annotations

from functools import cache

from ehcli.matching.spelling import folded

# A line for each name: all of one line may be the same person's. As they are folded: without accents and apostrophes.
GROUPS = """
abigail abbie abby abi gail
abdul abdal abd
adam ad
agnes aggie nessie
ahmed ahmad ahmet
aidan aiden ade
alan allan allen al
albert bert bertie al
alexander alex al xander sandy sasha alec alistair alasdair
alexandra alex alexa lexi lexie sandra sasha sandy ola
alfred alf alfie fred freddie
alice ally ali allie
alison allison ali ally
aleksandra ola alex
amanda mandy manda
amelia amy millie milly mia melia
andrew andy drew andi andrzej
angela angie ange
ann anne anna annie nan nancy ana anya hannah
annabel annabelle bella anna belle
annemarie anne marie
anthony antony tony ant antek antoni
arabella bella belle ara
archibald archie arch
arthur art artie
ashley ash ashleigh ashlee
barbara babs barb barbie basia
bartholomew bart barty
beatrice bea beattie trixie beatrix
benjamin ben benny benji
bernadette bernie detta
bernard bernie
bethany beth bethan
bradley brad
brian bryan
bridget bridie biddy brigid brid
caitlin cait katelyn kaitlyn kate catelyn caitlyn
calum callum cal
cameron cam
caroline carolyn caz carrie caro lina carol
catherine katherine kathryn katharine catharine cathryn kate katie katy kat cat cath kath cathy kathy kathie kay kit
catherine kitty kaz cate trina katrina catriona
katarzyna kasia kate catherine
kathleen kath kathy cathy kate kay cathleen
charles charlie chas chaz chuck charley
charlotte charlie lottie lotte char charley
chloe clo
christina christine chris chrissie christy tina kristina krystyna
christine chris chrissie tina
christopher chris kit topher christy krzysztof
clara clare claire clair
cody codie
colin col
constance connie
cornelius con neil
cynthia cindy
daniel dan danny dani
danielle dani danni ellie
darren daz
david dave davey davy dai dawid
deborah debra debbie deb debs
denise den dee
dennis denis den denny
derek del
diana diane dianne di
dominic dom nic
donald don donny
dorothy dot dotty dolly dottie
douglas doug dougie
duncan dunc
dylan dyl
edith edie
edmund ed eddie ned
edward ed eddie ned ted teddy eddy
edwin ed eddie
eileen aileen ei
elaine ellie laine
eleanor ellie ella nell nelly nora elinor elle leonora eleanore
elizabeth elisabeth liz lizzie lizzy beth betty betsy bess bessie libby lisa eliza elsie ellie lilibet lizbeth ela
elzbieta ela elizabeth
ellen nell ellie nellie
emily em emmie emmy millie milly emilia
emma em emmie emmy
eric rick
ernest ernie
esther essie hester
ethan eth
eugene gene
evelyn eve evie eva evelina
eve evie eva
ewa eva eve
felicity fliss flick fee
fiona fi fee
florence flo flora florrie flossie
frances fran francesca frankie fanny francie
francesca fran frankie chesca cesca
francis frank frankie fran
franklin frank
frederick fred freddie freddy frederic
frederica freddie rica
gabriel gabe
gabrielle gabby gabi gaby ella
gareth gaz gary
gary gaz garry
gavin gav
geoffrey jeffrey geoff jeff
george georgie
georgina georgia georgie gina
gerald gerry jerry ged
gerard gerry jerry ged
gillian gill jill jillian gilly
giovanna jo
gladys glad
grace gracie
graham graeme grahame
gregory greg
guinevere gwen jenny
gwendoline gwen wendy gwendolyn
hannah hana anna
harold harry hal
harriet harriett hattie harri etta
harrison harry
hayley hailey haley
heather hev
helen helena nell lena ellen
henrietta etta hetty henri
henry harry hal hank
herbert bert bertie herb
hugh hughie huw
humphrey hump
ian iain
imogen immy immie
irene rene renee
isaac zac zak isaak ike
isabel isabelle isabella isobel bella izzy issy belle izzie isla ysabel bel
jack john jackie
jacob jake jakob jakub jay
jacqueline jackie jacqui jac jacquie jackie
james jim jimmy jamie jem jay jimmie
jan john
jane janey janie jayne jan
janet jan jan jen
janice jan
jason jase jay
jasmine jas jaz jazz yasmin yasmine jazmin jasmin
jean jeanie jeannie
jeanette jean jan jeannette
jemima mima jem jemmy
jennifer jen jenny jenni jenna jennie
jeremiah jerry jem
jeremy jez jem jerry
jessica jess jessie jessy
jillian jill gill
joan joanie jo
joanna joanne jo jojo joann johanna
jodie jody jo
john johnny jon jack jono johnnie jonny
jonathan jon jonny jono johnathan nathan jonathon johnny
jordan jord jordie
josephine jo josie joey
joseph joe joey jo jozef josef
joshua josh
joyce joy
judith judy jude judi
julia julie jules juliet
julian jules
juliet juliette jules julie
justin jus
karen kaz karin karon
karl carl
katelyn kate kaitlin
kelly kel kelley kellie
kenneth ken kenny
kerry kerrie ceri
kevin kev kevan
kieran keiran kieron
kimberley kim kimberly kimmy
kirsten kirsty kirstie
kristian christian chris
lachlan lachie
laura laurie lori lauren
lauren laurie loz lori
lawrence laurence larry laurie loz
leah lea
leonard len lenny leo
leon leo lee
leslie lesley les
levi lev
lewis louis lew lou louie
lillian lily lilian lil lilly
linda lin lindy lynda lyn
lindsay lindsey lyndsey linz lyndsay
lisa liz
loretta lori etta
louis lou louie luis
louise lou lulu louisa
lucille lucy lu
lucy lucie lucinda luce lu
luke lucas luc lukas
lydia liddy
lynn lynne lyn lin
mackenzie mack kenzie
madeleine maddie maddy madeline mads madelaine
madison maddie maddy
malcolm mal malc
malgorzata gosia margaret
marcus mark marc
margaret maggie meg megan peggy peg madge marge margie greta rita daisy mags maisie
maria marie mary mia ria
marian marion
marianne mary anne
marilyn mary lyn
marjorie marge margie marj
mark marc marek
martha marty mattie
martin marty martyn marcin
mary marie maria molly polly may mamie minnie maisie maura moira maureen
matilda tilly tilda mattie matty maud
matthew matt matty mathew mateusz
maureen mo mary
maximilian max maxim
maxine max
maxwell max
megan meg meghan meggie
melanie mel mellie
melissa mel missy lissa
mercedes mercy
michael mike mick mickey micky mikey michal
michelle shell chelle mich micha michele shelly
mildred millie milly
millicent millie milly
miranda mandy randa
miriam mimi miri mary maryam
mohammed muhammad mohamed mohammad mohamad muhammed mo mohamud md mohd
molly mollie mary
monica mon monika
morgan mo
muriel mu
nadine nad
nancy nan anne
natalie nat natalia nathalie talia natasha
natasha tasha nat natalia
nathan nate nat nathaniel
nathaniel nathan nate nat
neil neal niall
nicholas nick nicky nic nico nicolas nickolas klaus
nichola nicola nicky nic nikki nicole nick
nicole nicky nikki nic
nigel nige
norman norm
nora norah honora eleanor
oliver ollie olly noll
olivia liv livvy livia ollie
oscar oz ozzy
oswald oz ozzie
owen owain
pamela pam pammy
patricia pat patsy tricia trish patty trisha paddy
patrick pat paddy pad padraig
paula pauline polly
penelope penny pen
percival percy
peter pete piotr
petra pet
philip phillip phil pip
philippa pippa pip phil phillipa
phoebe phebe
phyllis phyl
polly mary pauline
poppy pops
priscilla cilla pris
rachel rachael rach raquel rachelle
raymond ray
rebecca becky becca bec becs rebekah bex
reece rhys rees
reginald reg reggie
rhiannon rhi annie
richard rick ricky rich dick richie dickie rik
robert rob bob bobby robbie robby bert rab bobbie
roberta bobbie robbie
robin rob robyn
roderick rod rory
rodney rod roddy
roger rodge
roland rolly rowland
ronald ron ronnie ronny
rosalind ros rosie roz
rosamund ros rosie
rose rosie rosa roisin
rosemary rose rosie romy rosemarie
rosie rose
rowena ro
roxanne roxy roxanna
rupert rupe
russell russ
ruth ruthie
sabrina bri
salvatore sal
samantha sam sammy sammie
samuel sam sammy sami
sandra sandy sandie alexandra
sarah sara sally sadie sal
scott scotty
sean shaun shawn shane
sebastian seb bas bastian
selina lina celina
serena rena
sharon shaz shazza sharron
sheila sheelagh
shirley shirl
sian sean
sidney sid sydney
simon si
siobhan shiv shivaun shevaun
solomon sol
sophie sophia soph zofia sofia
stanley stan
stacey stacy anastasia
stefan steve stephen
stella estelle
stephanie steph stevie stef
stephen steven steve stevie ste
stewart stuart stu stew
susan sue susie suzy suzie susanna susannah su
suzanne sue suzy susanne susie
sylvia silvia syl
tabitha tabby tab
tamara tammy tam
tamsin tam tammy
tania tanya
taylor tay
terence terry tel terrance terrence
teresa theresa tess terry tessa tracy resa
thaddeus tad
theodore theo ted teddy
thomas tom tommy thom tomasz
tiffany tiff
timothy tim timmy
toby tobias
tracey tracy trace
trevor trev
tyler ty
ursula ursie
valentina val tina
valerie val
vanessa nessa ness
veronica ronnie roni vera
victor vic
victoria vicky vicki tori vikki vicks toria vic
vincent vince vinny vinnie
viola vi
violet vi
virginia ginny ginger
vivian vivien viv vivienne
walter wally walt
warren waz
wilfred wilf wilfrid fred
wilhelmina mina billie
william bill billy will willie wills willy liam
winifred winnie freda win
winston win
yasmin yas yasmine
yvonne eve vonnie
zachary zach zac zak zack zachariah
zoe zoey zo
craig
imran
ivor
keith
logan
noah
paul
ryan
vera
daisy
kid
wren
kiera
ava
isla
ivy
freya
elsa
ada
ida
orla
maeve
nora
finn
jude
ezra
theo
hugo
felix
jasper
rory
callan
aaron
omar
yusuf
ibrahim
aisha
fatima
zara
layla
amina
leila
hamza
bilal
ali
hassan
priya
anika
arjun
rohan
"""


@cache
def groups() -> dict[str, frozenset[int]]:
    """The lines on which each given name stands."""
    found: dict[str, set[int]] = {}
    for number, line in enumerate(GROUPS.split("\n")):
        for name in line.split():
            found.setdefault(name, set()).add(number)
    return {name: frozenset(lines) for name, lines in found.items()}


def one(first: str, other: str) -> bool:
    """Whether two given names, however they are typed, may be one: the same, or a short one of the other."""
    this, that = folded(first), folded(other)
    known = groups()
    return this == that != "" or bool(known.get(this, frozenset()) & known.get(that, frozenset()))
