"""Names as passports spell them, each with letters that fonts for Chinese are short of."""

NAMES = {
    "Polish": "WAŁĘSA Łukasz Żółć",
    "Turkish": "ŞAHİN Çağrı Işık",
    "Czech": "DVOŘÁK Žižková Ďuriš",
    "Vietnamese": "NGUYỄN Thị Hằng Đặng",
    "Romanian": "ȚUȚU Ștefăniță",
    "Hungarian": "SZŐKE Fűzfa",
    "Latvian": "KALNIŅŠ Ģirts Ķēniņš",
    "Azerbaijani": "ƏLİYEVA Günəş",
    "Yoruba": "ṢÓYÍNKÁ Ọláwálé",
    "Greek": "ΠΑΠΑΔΌΠΟΥΛΟΣ Γεώργιος Ἀθηνᾶ",
    "Russian": "ЩЕРБАКОВ Семён",
    "Ukrainian": "ЇЖАКЕВИЧ Ґедзь Євген",
    "Serbian": "ЂОРЂЕВИЋ Љубиша Џомба",
    "Kazakh": "ӘЛИЕВ Қанат Ұлы Үміт",
}
