"""Invents people, firms and years; nobody and nothing here exists."""

# ruff: noqa: E501 - data read better in rows

import calendar
import random
import unicodedata
from dataclasses import dataclass
from datetime import date, timedelta

TODAY = date(2026, 11, 20)


@dataclass(frozen=True, slots=True)
class Country:
    """Names a country in English and Chinese, and how it says "citizen of" in its passports."""

    code: str
    english: str
    chinese: str
    citizen: str
    adjective: str
    capital: str
    capital_zh: str
    cities: tuple[str, ...]
    # Surnames and given names (women, men) with their usual Chinese writing.
    surnames: tuple[tuple[str, str], ...]
    women: tuple[tuple[str, str], ...]
    men: tuple[tuple[str, str], ...]


def _pairs(text: str) -> tuple[tuple[str, str], ...]:
    return tuple(tuple(each.strip().split("=")) for each in text.split(",")) if text else ()  # type: ignore[misc]


def _country(line: str, surnames: str, women: str, men: str) -> Country:
    code, english, chinese, citizen, adjective, capital, capital_zh, *cities = line.split("|")
    names = (_pairs(surnames), _pairs(women), _pairs(men))
    return Country(code, english, chinese, citizen, adjective, capital, capital_zh, tuple(cities), *names)


COUNTRIES = (
    _country(
        "DEU|Germany|德国|DEUTSCH|German|Berlin|柏林|Würzburg|Göttingen|Osnabrück|Chemnitz",
        "Müller-Lüdenscheidt=米勒-吕登沙伊特,Größwang=格罗斯旺,Schönfeld=舍恩菲尔德,Brückner=布吕克纳,Jäger=耶格,"
        "von der Heyden=冯德海登,Weiß=魏斯,Tränkler=特伦克勒",
        "Käthe Sophie=凯特·索菲,Jördis=约迪斯,Anneliese=安内莉泽,Ulrike=乌尔丽克",
        "Jürgen=于尔根,Björn Matthias=比约恩·马蒂亚斯,Günther=京特,Lutz=卢茨",
    ),
    _country(
        "GBR|United Kingdom|英国|BRITISH CITIZEN|British|London|伦敦|Sheffield|Norwich|Swansea|Dundee",
        "Ashworth=阿什沃思,O'Rourke=奥罗克,Featherstone-Hale=费瑟斯通-黑尔,Whitlock=惠特洛克,MacAllister=麦卡利斯特",
        "Harriet Rose=哈丽雅特·罗丝,Imogen=伊莫金,Bronwen=布朗温",
        "Alistair James=阿利斯泰尔·詹姆斯,Rhys=里斯,Duncan=邓肯",
    ),
    _country(
        "USA|United States of America|美国|UNITED STATES OF AMERICA|American|Washington, D.C.|华盛顿"
        "|Boise, Idaho, U.S.A.|Albany, New York, U.S.A.|Ohio, U.S.A.",
        "Van Houten=范豪滕,Delacroix=德拉克鲁瓦,Kowalczyk=科瓦尔奇克,Thornbury=索恩伯里,Okafor=奥卡福",
        "Madison Leigh=麦迪逊·莉,Charlotte=夏洛特,Denise Marie=丹尼斯·玛丽",
        "Tyler Joseph=泰勒·约瑟夫,Wesley=韦斯利,Preston Lee=普雷斯顿·李",
    ),
    _country(
        "FRA|France|法国|Française|French|Paris|巴黎|Besançon|Nîmes|Orléans|Saint-Étienne",
        "Lefèvre=勒菲弗,de la Brétonnière=德拉布雷托尼埃,Châtelain=沙特兰,Béranger=贝朗热,Guérin=盖兰",
        "Hélène Margaux=埃莱娜·玛戈,Françoise=弗朗索瓦丝,Maëlle=马埃勒",
        "Jérôme=热罗姆,François-Xavier=弗朗索瓦-格扎维埃,Loïc=洛伊克",
    ),
    _country(
        "ESP|Spain|西班牙|ESPAÑOLA|Spanish|Madrid|马德里|Logroño|Cádiz|A Coruña",
        "Ibáñez Peñalver=伊瓦涅斯·佩尼亚尔韦尔,García-Noblejas Núñez=加西亚-诺夫莱哈斯·努涅斯,Muñoz Carrión=穆尼奥斯·卡里翁",
        "María del Rocío=玛丽亚·德尔罗西奥,Begoña=贝戈尼亚",
        "José Ramón=何塞·拉蒙,Íñigo=伊尼戈",
    ),
    _country(
        "PRT|Portugal|葡萄牙|PORTUGUESA|Portuguese|Lisboa|里斯本|Évora|Guimarães|Portimão",
        "Gonçalves de Brito e Vasconcelos=贡萨尔维斯·德布里托-瓦斯康塞洛斯,Simões Falcão=西蒙斯·法尔康",
        "Inês Conceição=伊内斯·孔塞桑,Maria João=玛丽亚·若昂",
        "João Sebastião=若昂·塞巴斯蒂昂,Nuno Estêvão=努诺·埃斯特旺",
    ),
    _country(
        "BRA|Brazil|巴西|BRASILEIRO(A)|Brazilian|Brasília|巴西利亚|Florianópolis|São Luís|Goiânia",
        "Figueiredo da Conceição Magalhães=菲格雷多·达孔塞桑·马加良斯,Araújo Sampaio=阿劳若·桑帕约",
        "Thaís Beatriz=塔伊斯·贝阿特丽斯,Luíza=路易莎",
        "Otávio Henrique=奥塔维奥·恩里克,Caíque=卡伊克",
    ),
    _country(
        "VNM|Viet Nam|越南|VIỆT NAM|Vietnamese|Hà Nội|河内|Hải Phòng|Cần Thơ|Quảng Ngãi",
        "Nguyễn=阮,Trần=陈,Đặng=邓,Huỳnh=黄",
        "Thị Hồng Nhung=氏红绒,Thị Bích Phượng=氏碧凤",
        "Văn Đức Thịnh=文德盛,Quốc Khánh=国庆",
    ),
    _country(
        "IDN|Indonesia|印度尼西亚|INDONESIA|Indonesian|Jakarta|雅加达|Surabaya|Bandung|Semarang",
        "=,Wirawan=维拉万",
        "Sukarmi=苏卡尔米,Dewi Ratnasari=德维·拉特纳萨里",
        "Suprapto=苏普拉普托,Bambang=班邦",
    ),
    _country(
        "IND|India|印度|INDIAN|Indian|New Delhi|新德里|Visakhapatnam|Thiruvananthapuram|Nagpur",
        "Venkataraghavan=文卡塔拉加万,Chattopadhyay=查托帕迪亚,=",
        "Lakshmi Priya=拉克什米·普里亚,Anjali=安贾莉",
        "Subramanian Karthik=苏布拉马尼安·卡尔蒂克,Rajeshwar=拉杰什瓦尔",
    ),
    _country(
        "KOR|Republic of Korea|韩国|REPUBLIC OF KOREA|Korean|Seoul|首尔|Busan|Daejeon",
        "Namgung=南宫,Kwak=郭,Yoo=柳",
        "Seo-yeon=瑞妍,Ji-hye=智惠",
        "Min-jae=旼宰,Dong-hyun=东炫",
    ),
    _country(
        "JPN|Japan|日本|JAPAN|Japanese|Tokyo|东京|Kanazawa|Sendai",
        "Kuroiwa=黑岩,Shimomura=下村,Hayasaka=早坂",
        "Misaki=美咲,Chiyoko=千代子",
        "Takehiro=健广,Ryunosuke=龙之介",
    ),
    _country(
        "RUS|Russian Federation|俄罗斯|RUSSIAN FEDERATION|Russian|Moscow|莫斯科|Tomsk|Ryazan",
        "Shcherbakov=谢尔巴科夫,Zhuravlev=茹拉夫廖夫",
        "Evgeniia=叶夫根尼娅,Kseniia=克谢尼娅",
        "Viacheslav=维亚切斯拉夫,Gennadii=根纳季",
    ),
    _country(
        "POL|Poland|波兰|POLSKIE|Polish|Warszawa|华沙|Łódź|Rzeszów|Białystok",
        "Wiśniewski=维希涅夫斯基,Żurawska=茹拉夫斯卡",
        "Małgorzata=马乌戈扎塔,Elżbieta=埃尔日别塔",
        "Łukasz=武卡什,Grzegorz=格热戈日",
    ),
    _country(
        "TUR|Türkiye|土耳其|TÜRKİYE CUMHURİYETİ|Turkish|Ankara|安卡拉|Eskişehir|Muğla",
        "Yıldırımoğlu=伊尔德勒姆奥卢,Özgür=厄兹居尔",
        "Gülşen=居尔申,Ayşe Nur=艾谢·努尔",
        "Çağatay=恰阿塔伊,Ömer=厄梅尔",
    ),
    _country(
        "CAN|Canada|加拿大|CANADIAN/CANADIENNE|Canadian|Ottawa|渥太华|Regina CAN|Moncton CAN",
        "Pelletier-Boyd=佩尔蒂埃-博伊德,Zhou=周",
        "Genevieve=吉纳维芙,Yu Xin=雨欣",
        "Bradley Scott=布拉德利·斯科特,Zhe Yun=喆赟",
    ),
    _country(
        "AUS|Australia|澳大利亚|AUSTRALIAN|Australian|Canberra|堪培拉|Ballarat|Cairns",
        "Pemberton=彭伯顿,Tang=唐",
        "Kirsten Joy=柯尔斯滕·乔伊,Jue=珏",
        "Lachlan=拉克伦,Chong Han=翀涵",
    ),
)
BY_CODE = {country.code: country for country in COUNTRIES}
# What some passports and forms print for the land, besides its short name.
LONG_CHINESE = {"DEU": "德意志联邦共和国", "USA": "美利坚合众国", "FRA": "法兰西共和国", "KOR": "大韩民国",
                "GBR": "大不列颠及北爱尔兰联合王国", "BRA": "巴西联邦共和国"}  # fmt: skip

FAMILY = "赵钱孙周吴郑冯陈沈韩杨朱秦许何吕施张孔曹严华金魏陶姜戚谢邹喻"
GIVEN = ("喆", "翀", "赟", "垚", "珺", "璟瑜", "昱彤", "梓涵", "淑芬", "建国", "晓东", "婧怡", "铭轩", "志强", "玥",
         "雨桐", "思源", "煜祺", "桂兰", "彧", "芮宁", "颢", "浩然", "丽娜", "旻昊")  # fmt: skip

# (province, city, district, region code, street)
PLACES = (
    ("浙江省", "宁波市", "鄞州区", "330212", "Ningbo, Zhejiang"),
    ("江苏省", "苏州市", "虎丘区", "320505", "Suzhou, Jiangsu"),
    ("广东省", "深圳市", "南山区", "440305", "Shenzhen, Guangdong"),
    ("四川省", "成都市", "锦江区", "510104", "Chengdu, Sichuan"),
    ("北京市", "北京市", "朝阳区", "110105", "Beijing"),
    ("上海市", "上海市", "徐汇区", "310104", "Shanghai"),
    ("山东省", "青岛市", "崂山区", "370212", "Qingdao, Shandong"),
    ("湖北省", "武汉市", "洪山区", "420111", "Wuhan, Hubei"),
    ("辽宁省", "大连市", "甘井子区", "210211", "Dalian, Liaoning"),
    ("陕西省", "西安市", "雁塔区", "610113", "Xi'an, Shaanxi"),
)
STREETS = ("望梅路", "澄湖东路", "百草园街", "金榆大道", "霁月巷", "锦帆路", "听涛路")
FIRM_WORDS = (("澄岳", "Chengyue"), ("恒澜", "Henglan"), ("霁川", "Jichuan"), ("铂信", "Boxin"), ("云栈", "Yunzhan"),
              ("德昀", "Deyun"), ("禾骏", "Hejun"), ("海默", "Haimo"), ("睿梵", "Ruifan"), ("格瑞腾", "Greten"))  # fmt: skip
TRADES = (
    (
        "精密机械",
        "Precision Machinery",
        "精密机械零部件、自动化设备的研发、制造、销售;货物进出口、技术进出口。",
    ),
    ("生物科技", "Biotechnology", "生物技术研发、技术服务、技术转让;实验室试剂(不含危险化学品)销售。"),
    ("软件", "Software", "计算机软硬件的技术开发、技术咨询、技术服务;信息系统集成;数据处理。"),
    ("国际贸易", "International Trading", "自营和代理各类货物和技术的进出口;纺织品、日用百货批发零售。"),
    ("新材料", "Advanced Materials", "高性能纤维及复合材料制造、销售;新材料技术推广服务。"),
    ("教育咨询", "Education Consulting", "教育信息咨询服务(不含出国留学中介);文化艺术交流活动策划。"),
    ("汽车零部件", "Automotive Components", "汽车零部件及配件制造;机电设备销售;道路货物运输。"),
)
FORMS = (("有限公司", "Co., Ltd."), ("(中国)有限公司", "(China) Co., Ltd."), ("股份有限公司", "Corp., Ltd."))
POSTS = (("技术总监", "Technical Director"), ("高级工程师", "Senior Engineer"), ("总经理", "General Manager"),
         ("质量经理", "Quality Manager"), ("首席财务官", "Chief Financial Officer"), ("外籍教师", "Foreign Teacher"),
         ("研发部主任", "Head of R&D"), ("供应链副总裁", "Vice President Supply Chain"))  # fmt: skip


@dataclass(frozen=True, slots=True)
class Person:
    """Holds an invented person; `surname` is empty for those who have one name only."""

    surname: str
    given: str
    chinese: str
    sex: str
    birth: date
    birth_place: str
    country: Country
    passport: str
    passport_issued: date
    passport_expires: date

    @property
    def natural(self) -> str:
        """Return the name as its bearer says it."""
        if self.country.code in ("VNM", "KOR", "JPN") or self.country.chinese == "中国":
            return f"{self.surname} {self.given}".strip()
        return f"{self.given} {self.surname}".strip()

    @property
    def filed(self) -> str:
        """Return the name in capitals, surname first, as offices write it."""
        return upper(f"{self.surname} {self.given}".strip())

    @property
    def commas(self) -> str:
        """Return "SURNAME, Given"."""
        return f"{upper(self.surname)}, {self.given}" if self.surname else upper(self.given)


@dataclass(frozen=True, slots=True)
class Firm:
    """Holds an invented company in China."""

    chinese: str
    english: str
    code: str
    address: str
    english_address: str
    phone: str
    legal: str
    scope: str
    founded: date
    capital: int
    province: str
    city: str
    district: str


@dataclass(frozen=True, slots=True)
class Month:
    """Holds a month's wage and the tax kept back."""

    year: int
    month: int
    wage: float
    tax: float


def upper(text: str) -> str:
    """Write capitals as passports do; ß has none."""
    return text.replace("ß", "ẞ").upper().replace("ẞ", "SS")


def plain(text: str) -> str:
    """Write with the letters A to Z only, as machine-readable zones do (ICAO Doc 9303-3, section 6)."""
    for mark, letters in (("Ä", "AE"), ("Ö", "OE"), ("Ü", "UE"), ("Ø", "OE"), ("Å", "AA"), ("Æ", "AE"), ("Ñ", "N"),
                          ("Đ", "D"), ("Ł", "L"), ("İ", "I"), ("ı", "I"), ("ß", "SS"), ("'", "")):  # fmt: skip
        text = text.replace(mark, letters).replace(mark.lower(), letters)
    bare = unicodedata.normalize("NFD", upper(text))
    return "".join(letter for letter in bare if "A" <= letter <= "Z" or letter in " -")


def invent_person(
    rng: random.Random, code: str | None = None, sex: str | None = None, age: tuple[int, int] = (24, 63)
) -> Person:
    """Invent a foreigner."""
    country = BY_CODE[code] if code else rng.choice(COUNTRIES)
    sex = sex or rng.choice("FM")
    surname, surname_zh = rng.choice(country.surnames)
    given, given_zh = rng.choice(country.women if sex == "F" else country.men)
    east = surname_zh and len(surname_zh) <= 2 and "·" not in given_zh
    chinese = f"{surname_zh}{given_zh}" if east else "·".join(filter(None, (given_zh, surname_zh)))
    birth = TODAY - timedelta(days=rng.randint(age[0] * 365 + 20, age[1] * 365))
    issued = TODAY - timedelta(days=rng.randint(100, 2900))
    expires = same_day(issued, 10) - timedelta(days=rng.choice([0, 1]))
    shape = {"DEU": "LA?9?9?99", "GBR": "999999999", "USA": "999999999", "FRA": "99AA99999", "ESP": "AAA999999",
             "PRT": "AA999999", "BRA": "AA999999", "VNM": "A99999999", "IND": "A9999999", "KOR": "M999A9999",
             "JPN": "AA9999999", "RUS": "999999999"}.get(country.code, "AA9999999")  # fmt: skip
    return Person(surname, given, chinese, sex, birth, rng.choice(country.cities), country,
                  number(rng, shape), issued, expires)  # fmt: skip


def number(rng: random.Random, shape: str) -> str:
    """Make a number: 9 a digit, A a letter, L a letter of German passports, ? either."""
    german = "CFGHJKLMNPRTVWXYZ"
    sets = {"9": "0123456789", "A": "ABCDEFGHJKLMNPRSTUVWXYZ", "L": german, "?": german + "0123456789"}
    return "".join(rng.choice(sets[each]) if each in sets else each for each in shape)


def chinese_person(rng: random.Random) -> tuple[str, str]:
    """Invent a Chinese name and its capitals for a passport, or a stand-in for them."""
    return rng.choice(FAMILY) + rng.choice(GIVEN), ""


def identity_number(rng: random.Random, region: str, birth: date, sex: str) -> str:
    """Make a resident identity number with its check character (GB 11643)."""
    order = rng.randrange(1, 99) * 10 + int(rng.choice("13579" if sex == "M" else "02468"))
    body = f"{region}{birth:%Y%m%d}{order:03d}"
    return body + mod_11_2(body)


def mod_11_2(digits: str) -> str:
    """Return the check character of ISO 7064 MOD 11-2."""
    left = 0
    for digit in digits:
        left = (left + int(digit)) * 2 % 11
    check = (12 - left) % 11
    return "X" if check == 10 else str(check)


def credit_code(rng: random.Random, region: str) -> str:
    """Make a unified social credit code with its check character (GB 32100)."""
    letters = "0123456789ABCDEFGHJKLMNPQRTUWXY"
    body = "91" + region + number(rng, "9999999") + rng.choice(letters) + rng.choice(letters)
    total = sum(letters.index(each) * pow(3, at, 31) for at, each in enumerate(body))
    return body + letters[(31 - total % 31) % 31]


def invent_firm(rng: random.Random) -> Firm:
    """Invent a company in China."""
    province, city, district, region, place = rng.choice(PLACES)
    word, spelt = rng.choice(FIRM_WORDS)
    trade, trade_en, scope = rng.choice(TRADES)
    form, form_en = rng.choice(FORMS)
    town, town_en = city.removesuffix("市"), place.split(",")[0]
    chinese = f"{word}{trade}({town}){'有限公司'}" if rng.random() < 0.3 else f"{town}{word}{trade}{form}"
    house = rng.randint(3, 1880)
    address = f"{'' if province == city else province}{city}{district}{rng.choice(STREETS)}{house}号"
    if rng.random() < 0.5:
        address += f"{rng.randint(1, 9)}幢{rng.randint(101, 2203)}室"
    return Firm(chinese, f"{town_en} {spelt} {trade_en} {form_en}", credit_code(rng, region), address,
                f"No. {house}, Wangmei Road, {place}, P.R. China",
                f"{rng.choice(['0574', '0755', '021', '010', '028'])}-{number(rng, '8999 9999').replace(' ', '')}",
                chinese_person(rng)[0], scope, TODAY - timedelta(days=rng.randint(1500, 9000)),
                rng.choice([100, 500, 1000, 3000, 12000]), province, city, district)  # fmt: skip


def invent_months(rng: random.Random, year: int, months: int = 12) -> tuple[Month, ...]:
    """Invent a year of wages, a bonus now and then."""
    base = rng.randrange(18_000, 160_000, 10) + rng.choice([0, 0, 0.5, 33.33])
    rows = []
    for month in range(1, months + 1):
        wage = round(base * (rng.uniform(1.5, 3) if month in (1, 12) and rng.random() < 0.4 else 1), 2)
        rows.append(Month(year, month, wage, round(wage * rng.uniform(0.11, 0.36), 2)))
    return tuple(rows)


def same_day(day: date, years: int) -> date:
    """Return the same day some years on."""
    last = calendar.monthrange(day.year + years, day.month)[1]
    return day.replace(year=day.year + years, day=min(day.day, last))


def days_ago(rng: random.Random, least: int, most: int) -> date:
    """Return a day before today."""
    return TODAY - timedelta(days=rng.randint(least, most))


# -- how days and sums are written --------------------------------------------------------------------

ENGLISH = ("January", "February", "March", "April", "May", "June", "July", "August", "September", "October",
           "November", "December")  # fmt: skip
FRENCH = ("janvier", "février", "mars", "avril", "mai", "juin", "juillet", "août", "septembre", "octobre",
          "novembre", "décembre")  # fmt: skip
SPANISH = ("enero", "febrero", "marzo", "abril", "mayo", "junio", "julio", "agosto", "septiembre", "octubre",
           "noviembre", "diciembre")  # fmt: skip
PORTUGUESE = ("janeiro", "fevereiro", "março", "abril", "maio", "junho", "julho", "agosto", "setembro", "outubro",
              "novembro", "dezembro")  # fmt: skip
GERMAN = ("Januar", "Februar", "März", "April", "Mai", "Juni", "Juli", "August", "September", "Oktober",
          "November", "Dezember")  # fmt: skip
FRENCH_SHORT = ("JAN", "FÉV", "MARS", "AVR", "MAI", "JUIN", "JUIL", "AOÛT", "SEPT", "OCT", "NOV", "DÉC")
DIGITS = "〇一二三四五六七八九"


def han_number(value: int) -> str:
    """Write a number up to 31 in Chinese."""
    tens, ones = divmod(value, 10)
    return ("" if tens == 0 else "十" if tens == 1 else DIGITS[tens] + "十") + (DIGITS[ones] if ones else "")


def ordinal(day: int) -> str:
    """Write 1st, 2nd ..."""
    ending = "th" if 11 <= day <= 13 else {1: "st", 2: "nd", 3: "rd"}.get(day % 10, "th")
    return f"{day}{ending}"


def write_day(day: date, how: str) -> str:
    """Write a day in one of many ways."""
    month = ENGLISH[day.month - 1]
    ways = {
        "zh": f"{day.year}年{day.month}月{day.day}日",
        "zh0": f"{day.year}年{day.month:02d}月{day.day:02d}日",
        "zh spaced": f"{day.year} 年 {day.month} 月 {day.day} 日",
        "han": "".join(DIGITS[int(each)] for each in str(day.year))
        + f"年{han_number(day.month)}月{han_number(day.day)}日",
        "iso": day.isoformat(),
        "dots": f"{day.year}.{day.month:02d}.{day.day:02d}",
        "slashes": f"{day.year}/{day.month:02d}/{day.day:02d}",
        "packed": f"{day:%Y%m%d}",
        "dmy": f"{day.day} {month} {day.year}",
        "mdy": f"{month} {day.day}, {day.year}",
        "dth": f"{ordinal(day.day)} {month} {day.year}",
        "the dth": f"the {ordinal(day.day)} day of {month}, {day.year}",
        "abc": f"{day.day:02d} {month[:3].upper()} {day.year}",
        "abc mixed": f"{day.day:02d} {month[:3]} {day.year}",
        "dash abc": f"{day.day:02d}-{month[:3]}-{day.year}",
        "us abc": f"{month[:3]}. {day.day:02d}, {day.year}",
        "german": f"{day.day:02d}.{day.month:02d}.{day.year}",
        "german long": f"{day.day}. {GERMAN[day.month - 1]} {day.year}",
        "french": f"{'1er' if day.day == 1 else day.day} {FRENCH[day.month - 1]} {day.year}",
        "spanish": f"{day.day} de {SPANISH[day.month - 1]} de {day.year}",
        "portuguese": f"{day.day} de {PORTUGUESE[day.month - 1]} de {day.year}",
        "d/m/y": f"{day.day:02d}/{day.month:02d}/{day.year}",
        "m/d/y": f"{day.month:02d}/{day.day:02d}/{day.year}",
        "d m y": f"{day.day:02d} {day.month:02d} {day.year}",
        "british": f"{day.day:02d} {month[:3].upper()} /{FRENCH_SHORT[day.month - 1]} {day.year % 100:02d}",
        "french short": f"{day.day:02d} {month[:3].upper()}/{FRENCH_SHORT[day.month - 1]} {day.year}",
    }
    return ways[how]


def all_ways(day: date) -> set[str]:
    """Return every way in which these papers write a day."""
    return {write_day(day, how) for how in WAYS}


WAYS = ("zh", "zh0", "zh spaced", "han", "iso", "dots", "slashes", "packed", "dmy", "mdy", "dth", "the dth", "abc",
        "abc mixed", "dash abc", "us abc", "german", "german long", "french", "spanish", "portuguese", "d/m/y", "m/d/y",
        "d m y", "british", "french short")  # fmt: skip


def any_zh(rng: random.Random, day: date, *, formal: bool = False) -> str:
    """Write a day in some Chinese way."""
    ways = ["zh", "zh", "zh0", "zh spaced"] + ([] if formal else ["iso", "dots", "slashes"])
    return write_day(day, rng.choice(ways))


def any_en(rng: random.Random, day: date) -> str:
    """Write a day in some English way that can mean one day only."""
    return write_day(day, rng.choice(["dmy", "mdy", "dth", "abc mixed", "dash abc", "us abc"]))


def money(amount: float, how: str = "comma") -> str:
    """Write an amount in CNY: comma (12,345.60), plain (12345.60), yuan, sign, code."""
    ways = {"comma": f"{amount:,.2f}", "plain": f"{amount:.2f}", "yuan": f"{amount:,.2f}元",
            "sign": f"¥{amount:,.2f}", "code": f"CNY {amount:,.2f}", "rmb": f"RMB {amount:,.2f}"}  # fmt: skip
    return ways[how]


def capitals(amount: float) -> str:
    """Write an amount in the capitals of cheques (壹贰叁)."""
    digits, units = "零壹贰叁肆伍陆柒捌玖", ("", "拾", "佰", "仟")

    def four(value: int) -> str:
        text, gap = "", False
        for place in (3, 2, 1, 0):
            digit = value // 10**place % 10
            if digit:
                text += ("零" if gap and text else "") + digits[digit] + units[place]
                gap = False
            else:
                gap = True
        return text

    whole, cents = divmod(round(amount * 100), 100)
    high, low = divmod(whole, 10_000)
    text = (
        (four(high) + "万" if high else "") + ("零" if high and low and low < 1000 else "") + four(low) + "元"
    )
    jiao, fen = divmod(cents, 10)
    if not cents:
        return text + "整"
    return text + (digits[jiao] + "角" if jiao else "零") + (digits[fen] + "分" if fen else "")
