/**
 * Words that leave a thing what it is, by language: a black cat, a big cat and an old cat are cats. Colours, sizes and ages, with
 * their endings; and articles, which say nothing at all. A language that is not here has none: nothing is dropped.
 *
 * Closed lists instead of grammar, because grammar cannot tell "black cat" from "hot dog", "sea horse" and "jelly fish". What two
 * such words make with a noun may still be another thing: see namesOfThings.
 */
type Plain = { articles: string; modifiers: string; side: Side }

/** Where they stand. Polish and Russian put behind the noun what makes it a kind of its own ("lis czerwony"). */
type Side = 'before' | 'behind' | 'both'

const lists: Record<string, Plain> = {
  en: {
    side: 'before',
    articles: 'a an the some',
    modifiers:
      'black white grey gray brown red orange yellow green blue pink purple golden beige dark light big large huge small little tiny tall short long fat thin young old adult',
  },
  de: {
    side: 'before',
    articles: 'ein eine einen einem einer der die das den dem',
    modifiers: inflected(
      'schwarz weiß weiss grau braun rot orange gelb grün blau rosa lila groß gross klein riesig winzig dick dünn lang kurz jung alt hell dunkel',
      ['e', 'er', 'es', 'en', 'em'],
    ),
  },
  fr: {
    side: 'both',
    articles: "un une des le la les l'",
    modifiers:
      'noir noire noirs noires blanc blanche blancs blanches gris grise grises brun brune marron roux rousse rouge rouges orange jaune jaunes vert verte verts vertes bleu bleue bleus bleues rose petit petite petits petites gros grosse gros grosses grand grande grands grandes jeune jeunes vieux vieille',
  },
  es: {
    side: 'both',
    articles: 'un una unos unas el la los las',
    modifiers:
      'negro negra negros negras blanco blanca blancos blancas gris grises marrón marrones rojo roja rojos rojas naranja amarillo amarilla verde verdes azul azules rosa pequeño pequeña pequeños pequeñas grande grandes gran gordo gorda joven viejo vieja',
  },
  pt: {
    side: 'both',
    articles: 'um uma uns umas o a os as',
    modifiers:
      'preto preta pretos pretas negro negra branco branca brancos brancas cinza cinzento cinzenta marrom castanho castanha vermelho vermelha laranja amarelo amarela verde verdes azul azuis rosa pequeno pequena pequenos pequenas grande grandes gordo gorda jovem velho velha',
  },
  it: {
    side: 'both',
    articles: "un uno una il lo la i gli le l' un'",
    modifiers:
      'nero nera neri nere bianco bianca bianchi bianche grigio grigia marrone rosso rossa rossi rosse arancione giallo gialla verde verdi blu rosa piccolo piccola piccoli piccole grande grandi grosso grossa giovane vecchio vecchia',
  },
  sv: {
    side: 'before',
    articles: 'en ett',
    modifiers:
      'svart svarta vit vitt vita grå grått gråa brun brunt bruna röd rött röda orange gul gult gula grön grönt gröna blå blått blåa rosa stor stort stora liten litet lilla små ung ungt unga gammal gammalt gamla',
  },
  nl: {
    side: 'before',
    articles: 'een de het',
    modifiers:
      'zwart zwarte wit witte grijs grijze bruin bruine rood rode oranje geel gele groen groene blauw blauwe roze groot grote klein kleine dik dikke jong jonge oud oude',
  },
  pl: {
    side: 'before',
    articles: '',
    modifiers:
      'czarny czarna czarne biały biała białe szary szara szare brązowy brązowa brązowe czerwony czerwona rudy ruda żółty żółta zielony zielona niebieski niebieska duży duża duże mały mała małe młody młoda stary stara',
  },
  tr: {
    side: 'before',
    articles: 'bir',
    modifiers: 'siyah beyaz gri kahverengi kırmızı turuncu sarı yeşil mavi pembe büyük küçük kocaman minik genç yaşlı',
  },
  vi: {
    side: 'behind',
    articles: 'con một cái',
    modifiers: 'đen trắng xám nâu đỏ cam vàng xanh hồng tím to lớn nhỏ bé già non',
  },
  ru: {
    side: 'before',
    articles: '',
    modifiers:
      'черный черная черное белый белая белое серый серая серое коричневый коричневая рыжий рыжая красный красная желтый желтая зеленый зеленая синий синяя большой большая большое маленький маленькая маленькое молодой молодая старый старая',
  },
}

/** What such a word and a noun name together, and the noun alone does not. */
const namesOfThings: Record<string, string> = {
  en: 'red panda,big cat,great ape,black widow,white ant,blue tang,red admiral,little owl,white admiral,painted lady,blue bottle,red herring,white elephant,green fly,black fly,white fly,red spider,long horn,short horn,big horn,black beetle,green onion,brown bread,red tide,white bait,yellow jacket,yellow hammer,yellow tail,red start,blue jay,white tip,black tip,red tail,dark horse,little penguin',
  fr: 'petit panda,panda roux,petits pois,petit pois,grand duc,petit duc,grand mère,grand père,petit fils,petite fille,jeune fille,jeune homme,grand bleu,poisson rouge,petit gris,papier blanc,bête noire,grands parents,petits enfants',
  de: 'roter panda,kleiner panda,große mutter,roter milan,schwarzer milan',
  es: 'panda rojo,lobo rojo,hormiga blanca,pez rojo,gran simio',
  pt: 'panda vermelho,formiga branca,gato preto do mato',
  it: 'panda rosso,pesce rosso,formica bianca',
  sv: 'röd panda,liten panda,lilla björn,stora björn',
  nl: 'rode panda,kleine panda',
  pl: 'panda czerwona,panda mała',
  tr: 'kırmızı panda,küçük panda,beyaz karınca',
  vi: 'gấu trúc đỏ,cá vàng,mèo lớn',
  ru: 'красная панда,малая панда,белый медведь,белая ворона,большая панда',
}

export type PlainWords = {
  articles: ReadonlySet<string>
  modifiers: ReadonlySet<string>
  side: Side
  names: ReadonlySet<string>
}

const none: PlainWords = { articles: new Set(), modifiers: new Set(), side: 'before', names: new Set() }

const plain: ReadonlyMap<string, PlainWords> = new Map(
  Object.entries(lists).map(([language, { articles, modifiers, side }]) => [
    language,
    {
      articles: new Set(articles.split(' ').filter(Boolean)),
      modifiers: new Set(modifiers.split(' ')),
      side,
      names: new Set(namesOfThings[language]?.split(',')),
    },
  ]),
)

/** @param language first subtag. */
export function plainWords(language: string): PlainWords {
  return plain.get(language) ?? none
}

function inflected(stems: string, endings: string[]): string {
  return stems
    .split(' ')
    .flatMap((stem) => [stem, ...endings.map((ending) => stem + ending)])
    .join(' ')
}
