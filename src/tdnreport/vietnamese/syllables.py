"""Vietnamese syllable test, used to distinguish damaged text from good text.

A syllable is onset + rime + tone ("thuyền" = th + uyên + huyền); rimes closed by c, ch, p, t carry only sắc or nặng.
Spelling rules k/gh/ngh before e ê i y are kept, and a tone never stands on the glide that ends a rime ("Quyù" is VNI for "Quý"),
so that chance hits in other languages and encodings stay rare.
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

_WORD = re.compile(r"[^\W\d_]+")
_TONES = dict.fromkeys(map(ord, "\u0300\u0301\u0303\u0309\u0323"))
_TONE_ON_CONSONANT = re.compile("[b-df-hj-np-tv-xz][\u0300\u0301\u0303\u0309\u0323]")
_HIGH_OR_LOW_TONE = frozenset("\u0301\u0323")
_ANY_ONSET = _WORD.findall("b ch d đ gi h kh l m n nh p ph r s t th tr v x")
_FRONT_ONSET = ["k", "gh", "ngh"]
_BACK_ONSET = ["c", "g", "ng"]
_RIMES = _WORD.findall("""
a ac ach ai am an ang anh ao ap at au ay ăc ăm ăn ăng ăp ăt âc âm ân âng âp ât âu ây
e ec em en eng eo ep et ê êch êm ên ênh êp êt êu êng i ia ich iêc iêm iên iêng iêp iêt iêu im in inh ip it iu
o oa oac oach oai oam oan oang oanh oao oap oat oay oăc oăm oăn oăng oăt oc oe oen oeo oet oi om on ong oong ooc op ot
ô ôc ôi ôm ôn ông ôp ôt ơ ơi ơm ơn ơp ơt
u ua uân uâng uât uây uc ui um un ung uôc uôi uôm uôn uông uôt uơ up ut uê uêch uênh
uy uya uych uyên uyêt uynh uyt uyu uyp ư ưa ưc ưi ưng ươc ươi ươm ươn ương ươp ươt ươu ưt ưu
""")
_GLIDED_RIMES = tuple(_WORD.findall("ai ao au ay âu ây eo êu iu oi ôi ơi ui ưi ưu yu"))
_NO_GLIDE = frozenset({"qui", "giu"})
_BARE_RIMES = _WORD.findall("y yêm yên yêng yêt yêu")
_Y_SYLLABLES = _WORD.findall("hy ky ly my sy ty vy quy")


def _all_syllables() -> frozenset[str]:
    syllables = set(_BARE_RIMES) | set(_Y_SYLLABLES)
    for rime in _RIMES:
        syllables.add(rime)
        syllables.update(onset + rime for onset in _ANY_ONSET)
        syllables.update(onset + rime for onset in (_FRONT_ONSET if rime[0] in "eêi" else _BACK_ONSET))
        syllables.update({"qu" + rime, "qu" + rime.replace("i", "y", 1)} if rime[0] in "aăâeêioôơ" else ())
    # "gì", "giếng", "giêng": the i of gi serves as the vowel too
    syllables.update("g" + rime for rime in ("i", "iêng", "iêt", "in"))
    return frozenset(syllables)


_SYLLABLES = _all_syllables()


@lru_cache(maxsize=1 << 16)
def is_syllable(word: str) -> bool:
    """Whether a word is spelled as Vietnamese is, in either case.

    >>> [word for word in ("Thuyền", "NGHĨA", "to", "Th«ng", "Kông", "TTTT", "hotel") if is_syllable(word)]
    ['Thuyền', 'NGHĨA', 'to']
    """
    letters = unicodedata.normalize("NFD", word.casefold())
    tones = [c for c in letters if ord(c) in _TONES]
    bare = unicodedata.normalize("NFC", letters.translate(_TONES))
    if len(tones) > 1 or bare not in _SYLLABLES or _TONE_ON_CONSONANT.search(letters):
        return False
    if tones and letters.endswith(tones[0]) and bare.endswith(_GLIDED_RIMES) and bare not in _NO_GLIDE:
        return False
    return not bare.endswith(("c", "ch", "p", "t")) or not tones or tones[0] in _HIGH_OR_LOW_TONE


def split_words(text: str) -> list[str]:
    """Runs of letters.

    >>> split_words("Sở TT&TT, 2024")
    ['Sở', 'TT', 'TT']
    """
    return _WORD.findall(text)


def has_vowel(word: str) -> bool:
    """False for abbreviations such as "TTĐN", which say nothing about the encoding.

    >>> has_vowel("TTĐN")
    False
    """
    return any(c in "aeiouy" for c in unicodedata.normalize("NFD", word.casefold()))
