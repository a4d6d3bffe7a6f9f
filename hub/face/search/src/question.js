/* What a person typed: the twin of search_index/query.py. */
import { codes } from "./codes.js";
import { tokens } from "./letters.js";

const MOST_CHARACTERS = 300, MOST_WORDS = 40;

export function parse(typed) {
  const text = typed.normalize("NFC").replace(/\s+/g, " ").trim().slice(0, MOST_CHARACTERS).replace(/[“”„«»″]/g, '"');
  const phrases = [], excluded = [];
  const kept = text.replace(/(^|\s)-(?:"([^"]*)"|(?=\p{L})(\S+))|"([^"]*)"/gu, (match, _space, barred, word, phrase) => {
    if (phrase !== undefined) {
      const words = tokens(phrase);
      if (words.length > 1) { phrases.push(words); }
      return match;
    }
    excluded.push(tokens(barred !== undefined ? barred : word));
    return " ".repeat(match.length);
  });
  const words = tokens(kept), last = words[words.length - 1];
  return {
    text: kept, phrases, excluded: excluded.filter((one) => one.length), words: words.slice(0, MOST_WORDS), codes: codes(kept),
    open: Boolean(last) && words.length <= MOST_WORDS && last.end === kept.length
  };
}
