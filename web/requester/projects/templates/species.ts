import type { Place } from '@whisker/api/fields.ts'

// Common and Latin names of 200 animals that people meet in front of cameras: two spaces more are a level further down. Facts of zoology, listed here
// by hand as a beginning; whoever knows their own fauna puts it in place of them.
const text = `
Mammals, Mammalia
  Cats, Felidae
    lion, Panthera leo
    leopard, Panthera pardus
    tiger, Panthera tigris
    jaguar, Panthera onca
    snow leopard, Panthera uncia
    cheetah, Acinonyx jubatus
    puma, Puma concolor
    Eurasian lynx, Lynx lynx
    bobcat, Lynx rufus
    serval, Leptailurus serval
    caracal, Caracal caracal
    ocelot, Leopardus pardalis
    European wildcat, Felis silvestris
    domestic cat, Felis catus
  Dogs, Canidae
    grey wolf, Canis lupus
    domestic dog, Canis familiaris
    coyote, Canis latrans
    golden jackal, Canis aureus
    black-backed jackal, Lupulella mesomelas
    African wild dog, Lycaon pictus
    dhole, Cuon alpinus
    red fox, Vulpes vulpes
    Arctic fox, Vulpes lagopus
    fennec fox, Vulpes zerda
    bat-eared fox, Otocyon megalotis
    raccoon dog, Nyctereutes procyonoides
    maned wolf, Chrysocyon brachyurus
  Bears, Ursidae
    brown bear, Ursus arctos
    American black bear, Ursus americanus
    Asian black bear, Ursus thibetanus
    polar bear, Ursus maritimus
    sloth bear, Melursus ursinus
    sun bear, Helarctos malayanus
    spectacled bear, Tremarctos ornatus
    giant panda, Ailuropoda melanoleuca
  Weasels and their kin, Mustelidae
    European badger, Meles meles
    honey badger, Mellivora capensis
    pine marten, Martes martes
    beech marten, Martes foina
    stoat, Mustela erminea
    least weasel, Mustela nivalis
    European polecat, Mustela putorius
    American mink, Neogale vison
    wolverine, Gulo gulo
    Eurasian otter, Lutra lutra
    sea otter, Enhydra lutris
  Hyenas, Hyaenidae
    spotted hyena, Crocuta crocuta
    striped hyena, Hyaena hyaena
    brown hyena, Parahyaena brunnea
    aardwolf, Proteles cristata
  Raccoons and their kin, Procyonidae
    raccoon, Procyon lotor
    white-nosed coati, Nasua narica
    kinkajou, Potos flavus
  Deer, Cervidae
    red deer, Cervus elaphus
    wapiti, Cervus canadensis
    sika deer, Cervus nippon
    fallow deer, Dama dama
    roe deer, Capreolus capreolus
    moose, Alces alces
    reindeer, Rangifer tarandus
    white-tailed deer, Odocoileus virginianus
    mule deer, Odocoileus hemionus
    chital, Axis axis
    Reeves's muntjac, Muntiacus reevesi
  Cattle, sheep, goats and antelopes, Bovidae
    African buffalo, Syncerus caffer
    American bison, Bison bison
    European bison, Bison bonasus
    domestic cattle, Bos taurus
    yak, Bos mutus
    domestic sheep, Ovis aries
    mouflon, Ovis gmelini
    domestic goat, Capra hircus
    Alpine ibex, Capra ibex
    chamois, Rupicapra rupicapra
    musk ox, Ovibos moschatus
    blue wildebeest, Connochaetes taurinus
    impala, Aepyceros melampus
    Thomson's gazelle, Eudorcas thomsonii
    greater kudu, Tragelaphus strepsiceros
    common eland, Taurotragus oryx
    bushbuck, Tragelaphus scriptus
    waterbuck, Kobus ellipsiprymnus
    gemsbok, Oryx gazella
    nilgai, Boselaphus tragocamelus
    springbok, Antidorcas marsupialis
    sable antelope, Hippotragus niger
  Horses, Equidae
    plains zebra, Equus quagga
    Grevy's zebra, Equus grevyi
    African wild ass, Equus africanus
    domestic horse, Equus caballus
  Pigs, Suidae
    wild boar, Sus scrofa
    common warthog, Phacochoerus africanus
    bushpig, Potamochoerus larvatus
  Elephants, Elephantidae
    African bush elephant, Loxodonta africana
    African forest elephant, Loxodonta cyclotis
    Asian elephant, Elephas maximus
  Other hoofed mammals
    giraffe, Giraffa camelopardalis
    okapi, Okapia johnstoni
    hippopotamus, Hippopotamus amphibius
    white rhinoceros, Ceratotherium simum
    black rhinoceros, Diceros bicornis
    Malayan tapir, Tapirus indicus
    lowland tapir, Tapirus terrestris
    dromedary, Camelus dromedarius
    llama, Lama glama
    pronghorn, Antilocapra americana
    rock hyrax, Procavia capensis
  Apes and monkeys, Simiiformes
    chimpanzee, Pan troglodytes
    bonobo, Pan paniscus
    western gorilla, Gorilla gorilla
    Bornean orangutan, Pongo pygmaeus
    olive baboon, Papio anubis
    vervet monkey, Chlorocebus pygerythrus
    rhesus macaque, Macaca mulatta
    Barbary macaque, Macaca sylvanus
    human, Homo sapiens
  Rodents, Rodentia
    red squirrel, Sciurus vulgaris
    grey squirrel, Sciurus carolinensis
    Alpine marmot, Marmota marmota
    Eurasian beaver, Castor fiber
    American beaver, Castor canadensis
    capybara, Hydrochoerus hydrochaeris
    brown rat, Rattus norvegicus
    house mouse, Mus musculus
    crested porcupine, Hystrix cristata
    muskrat, Ondatra zibethicus
    coypu, Myocastor coypus
  Hares and rabbits, Leporidae
    European hare, Lepus europaeus
    mountain hare, Lepus timidus
    snowshoe hare, Lepus americanus
    European rabbit, Oryctolagus cuniculus
  Marsupials, Marsupialia
    red kangaroo, Osphranter rufus
    eastern grey kangaroo, Macropus giganteus
    koala, Phascolarctos cinereus
    common wombat, Vombatus ursinus
    Tasmanian devil, Sarcophilus harrisii
    Virginia opossum, Didelphis virginiana
  Seals, Phocidae
    harbour seal, Phoca vitulina
    grey seal, Halichoerus grypus
  Other mammals
    European hedgehog, Erinaceus europaeus
    aardvark, Orycteropus afer
    giant anteater, Myrmecophaga tridactyla
    nine-banded armadillo, Dasypus novemcinctus
    meerkat, Suricata suricatta
    striped skunk, Mephitis mephitis
    common genet, Genetta genetta
Birds, Aves
  Birds of prey, Accipitriformes
    golden eagle, Aquila chrysaetos
    white-tailed eagle, Haliaeetus albicilla
    bald eagle, Haliaeetus leucocephalus
    common buzzard, Buteo buteo
    red-tailed hawk, Buteo jamaicensis
    red kite, Milvus milvus
    northern goshawk, Astur gentilis
    griffon vulture, Gyps fulvus
    osprey, Pandion haliaetus
    secretarybird, Sagittarius serpentarius
  Owls, Strigiformes
    barn owl, Tyto alba
    tawny owl, Strix aluco
    snowy owl, Bubo scandiacus
    Eurasian eagle-owl, Bubo bubo
  Ducks, geese and swans, Anatidae
    mallard, Anas platyrhynchos
    Canada goose, Branta canadensis
    greylag goose, Anser anser
    mute swan, Cygnus olor
  Long-legged waders
    grey heron, Ardea cinerea
    great egret, Ardea alba
    white stork, Ciconia ciconia
    marabou stork, Leptoptilos crumenifer
    common crane, Grus grus
  Pheasants and their kin, Galliformes
    common pheasant, Phasianus colchicus
    western capercaillie, Tetrao urogallus
    helmeted guineafowl, Numida meleagris
    wild turkey, Meleagris gallopavo
  Crows and their kin, Corvidae
    common raven, Corvus corax
    carrion crow, Corvus corone
    Eurasian magpie, Pica pica
    Eurasian jay, Garrulus glandarius
  Other birds
    common ostrich, Struthio camelus
    great cormorant, Phalacrocorax carbo
    herring gull, Larus argentatus
    emu, Dromaius novaehollandiae
    great spotted woodpecker, Dendrocopos major
    common wood pigeon, Columba palumbus
    common blackbird, Turdus merula
    European robin, Erithacus rubecula
Reptiles, Reptilia
  Crocodiles, Crocodylia
    Nile crocodile, Crocodylus niloticus
    saltwater crocodile, Crocodylus porosus
    American alligator, Alligator mississippiensis
  Lizards and snakes, Squamata
    Komodo dragon, Varanus komodoensis
    Nile monitor, Varanus niloticus
    grass snake, Natrix natrix
    common adder, Vipera berus
    sand lizard, Lacerta agilis
  Tortoises and turtles, Testudines
    leopard tortoise, Stigmochelys pardalis
    red-eared slider, Trachemys scripta
    green turtle, Chelonia mydas
Amphibians, Amphibia
  Frogs and toads, Anura
    common frog, Rana temporaria
    common toad, Bufo bufo
    American bullfrog, Aquarana catesbeiana
  Salamanders, Caudata
    fire salamander, Salamandra salamandra
`

/** Each animal by its common name, below what it belongs to; its Latin name finds it too, and four letters of each of its words: PANTLEO. */
export const species: Place[] = read(text)

function read(list: string): Place[] {
  const above: string[] = []
  return list
    .split('\n')
    .filter((line) => line.trim() !== '')
    .map((line) => {
      const depth = (line.length - line.trimStart().length) / 2
      // The Latin name stands behind the last comma; groups of several families have none.
      const [, common = line.trim(), latin] = /^ *(.*), ([A-Z][^,]*)$/.exec(line) ?? []
      const value = common.toLowerCase()
      above[depth] = value
      return {
        value,
        label: common,
        ...(latin && { synonyms: [latin] }),
        ...(depth > 0 && { parent: above[depth - 1] }),
        ...(depth === 2 && latin && { code: codeOf(latin) }),
      }
    })
}

function codeOf(latin: string): string {
  return latin
    .split(' ')
    .map((word) => word.slice(0, 4))
    .join('')
    .toUpperCase()
}
