/* Searching a static copy: the twin of search_index/{packing,query,spelling,plan,ranking,phrases,
   snippets}.py over the files of search_index/shards.py. All figures are whole numbers, so both rank
   alike; tests ask both the same questions. */
(function () {
  "use strict";
  var files = {}, wanted = {}, lists = {}, view = null, lexicon = null;
  var LEVELS = [12, 18, 25, 33, 42, 53, 66, 81, 100, 123, 150, 185, 230, 290, 380, 520];
  var SATURATED = LEVELS.map(function (w) { return Math.floor(64 * w * 190 / (100 * (w + 90))); });
  var PLAIN = 8, NONE = new Map();

  /* ---- files ---- */
  tim.s = function (name, value) { files[name] = value; };

  function file(name) {
    if (!files[name]) { wanted[name] = true; }
    return files[name];
  }

  function missing() { return Object.keys(wanted).length > 0; }

  /* Loads what the last attempt wanted; calls back with whether all came. */
  tim.load = function (base, then) {
    var names = Object.keys(wanted), left = names.length, well = true;
    wanted = {};
    names.forEach(function (name) {
      var script = document.createElement("script");
      function end() {
        script.remove();
        well = well && Boolean(files[name]);
        left -= 1;
        if (!left) { then(well); }
      }
      script.onload = end;
      script.onerror = end;
      script.src = base + name + ".js";
      document.head.appendChild(script);
    });
  };

  function digit(text, at) {
    var code = text.charCodeAt(at);
    return code - (code > 92 ? 36 : 35);
  }

  function numbers(text, take) {
    var value = 0, unit = 1;
    for (var at = 0; at < text.length; at += 1) {
      var one = digit(text, at);
      value += one % 45 * unit;
      unit *= 45;
      if (one < 45) { take(value); value = 0; unit = 1; }
    }
  }

  function unpack(text) {
    var found = new Map(), place = -1;
    if (text[0] === "!") {
      for (var at = 1; at < text.length; at += 1) {
        for (var bits = digit(text, at), bit = 0; bit < 6; bit += 1) {
          if (bits >> bit & 1) { found.set((at - 1) * 6 + bit, PLAIN); }
        }
      }
      return found;
    }
    numbers(text, function (value) {
      place += (value >> 4) + 1;
      found.set(place, value & 15);
    });
    return found;
  }

  function hash(key, shards) {
    var found = 0;
    for (var at = 0; at < key.length; at += 1) { found = (Math.imul(found, 31) + key.charCodeAt(at)) >>> 0; }
    return found % shards;
  }

  function open() {
    var m = file("m"), of = [], passage = [], chunks = [], start = 0;
    if (view || !m) { return Boolean(view); }
    numbers(m.of, function (count) {
      for (var n = 0; n < count; n += 1) { passage.push(of.length); }
      of.push(count);
    });
    numbers(m.t, function (count) { chunks.push(start); start += count; });
    view = { m: m, item: passage, items: of.length, count: m.n, poor: unpack(m.poor), chunks: chunks, weak: {}, weakFolded: {} };
    m.weak.forEach(function (word) {
      var keys = tim.keys(word);
      view.weak[keys.exact] = true;
      view.weakFolded[keys.folded] = true;
    });
    return true;
  }

  /* The entry of a key; letter: w words, p pairs, c numbers, s pairs of bad scans. */
  function entry(letter, key) {
    var bucket = letter === "s" ? key.split("_")[0] : key;
    if (letter === "p") { bucket = key.slice(0, key.indexOf("_") + 2); }
    var shard = file(letter + hash(bucket, view.m.shards[letter]));
    return shard && shard[letter === "w" && key[0] === "@" ? key : key];
  }

  function places(first) {
    var shard = file("w" + hash(first, view.m.shards.w));
    return shard && shard["@" + first] || [];
  }

  function postings(letter, term, exact) {
    var key = letter + term + " " + exact, found = entry(letter, term), joined = NONE;
    if (lists[key]) { return lists[key]; }
    if (!found) { return NONE; }
    if (typeof found === "string") {
      joined = unpack(found);
    } else {
      for (var at = 0; at < found.length; at += 2) {
        if (!exact || (found[at] || term) === exact) {
          var one = unpack(found[at + 1]);
          if (joined === NONE) {
            joined = one;
          } else {
            one.forEach(function (level, number) {
              if (level > (joined.has(number) ? joined.get(number) : -1)) { joined.set(number, level); }
            });
          }
        }
      }
    }
    lists[key] = joined;
    return joined;
  }

  function spoken(count, of) {
    var ratio = Math.floor((2 * of + 2) * 1024 / (2 * count + 1)), power = 31 - Math.clz32(ratio);
    return (power - 11) * 64 + Math.floor(ratio * 64 / Math.pow(2, power));
  }

  function rarity(layer) {
    var found = postings(layer.s, layer.t, layer.e);
    if (found.rarity === undefined) {
      var items = new Set();
      found.forEach(function (_level, number) { items.add(view.item[number]); });
      found.rarity = Math.max(spoken(found.size, view.count), spoken(items.size, view.items));
    }
    return found === NONE ? Math.max(spoken(0, view.count), spoken(0, view.items)) : found.rarity;
  }

  function often(layer) { return postings(layer.s, layer.t, layer.e).size; }
  function layer(stream, term, worth, exact, poor) {
    return { s: stream, t: term, e: exact || "", w: worth, p: poor === undefined ? worth : poor };
  }
  function knows(folded) { return lexicon && /^[a-z]+$/.test(folded) ? Boolean(lexicon.count[folded]) : often(layer("w", folded)) > 0; }
  function knowsPair(a, b) { return often(layer("p", a + "_" + b)) > 0; }

  /* All words, for slips of the finger; asked for only where one is met. */
  function allWords() {
    var data = file("l");
    if (lexicon || !data) { return lexicon; }
    var word = "", counts = [], at = 0;
    numbers(data[1], function (count) { counts.push(count); });
    lexicon = { count: Object.create(null), words: [] };
    if (data[0]) {
      data[0].split(" ").forEach(function (line) {
        word = word.slice(0, Number(line[0])) + line.slice(1);
        lexicon.words.push(word);
        lexicon.count[word] = counts[at];
        at += 1;
      });
    }
    return lexicon;
  }

  function beginning(prefix, limit) {
    var all = allWords();
    if (!all) { return []; }
    return all.words.filter(function (word) { return word.indexOf(prefix) === 0; }).sort(frequent).slice(0, limit);
  }

  function frequent(a, b) { return lexicon.count[b] - lexicon.count[a] || (a < b ? -1 : 1); }

  /* ---- the question ---- */
  function parse(typed) {
    var text = typed.normalize("NFC").replace(/\s+/g, " ").slice(0, 300).replace(/[“”„«»″]/g, '"');
    var phrases = [], excluded = [], kept = text;
    function blank(match) { return match.replace(/[^]/g, " "); }
    kept = text.replace(/(^|\s)-(?:"([^"]*)"|(?=\p{L})([^\s"]\S*))|"([^"]*)"/gu, function (match, space, barred, word, phrase) {
      if (phrase !== undefined) {
        var words = tim.tokens(phrase);
        if (words.length > 1) { phrases.push(words); }
        return match;
      }
      excluded.push(tim.tokens(barred !== undefined ? barred : word));
      return blank(match);
    });
    var words = tim.tokens(kept), last = words[words.length - 1];
    return {
      text: kept, words: words.slice(0, 40), phrases: phrases, codes: tim.codes(kept),
      excluded: excluded.filter(function (one) { return one.length; }),
      open: Boolean(last) && last.end === kept.length
    };
  }

  /* ---- spelling ---- */
  var HEADS = "s x|ch tr|d gi|d r|gi r|l n|d v|c k|g gh|ng ngh|c q", TAILS = "n ng|t c|n nh|t ch|i y|o u";

  function mended(words) {
    var found = [];
    words.forEach(function (word) {
      if (/^\p{Nd}+$/u.test(word.folded) || knows(word.folded)) { found.push(word); return; }
      var syllable = tim.decoded(word.text), keys = syllable && tim.keys(syllable);
      if (keys && knows(keys.folded)) {
        found.push(tim.token(syllable, word.start, word.end));
      } else {
        found = found.concat(parted(word));
      }
    });
    return found;
  }

  function parted(word) {
    var text = word.folded, best = null;
    if (word.text.length < 4 || word.text.length > 28 || !allWords()) { return [word]; }
    cuts(text, 0, 5, function (ends) {
      var all = ends.concat(text.length), from = 0, missed = 0;
      var pieces = all.map(function (end) { var piece = text.slice(from, end); from = end; return piece; });
      for (var at = 1; at < pieces.length; at += 1) { missed += !knowsPair(pieces[at - 1], pieces[at]); }
      var rank = missed * 10 + pieces.length;
      if (missed < pieces.length - 1 && (!best || rank < best.rank)) { best = { rank: rank, all: all }; }
    });
    if (!best) { return [word]; }
    var from = 0, ends = best.all.slice(0, -1).concat(word.text.length);
    return ends.map(function (end) {
      var piece = tim.token(word.text.slice(from, end), word.start + from, word.start + end);
      from = end;
      return piece;
    });
  }

  function cuts(text, start, most, take) {
    function good(piece) { return tim.isSkeleton(piece) && knows(piece); }
    for (var end = start + 1; end <= Math.min(start + 7, text.length - 1); end += 1) {
      if (good(text.slice(start, end))) {
        if (good(text.slice(end))) { take([end]); }
        if (most > 2) {
          (function (end) { cuts(text, end, most - 1, function (rest) { take([end].concat(rest)); }); })(end);
        }
      }
    }
  }

  function alternatives(folded) {
    var found = [], seen = {}, known = knows(folded);
    function offer(word) {
      if (!seen[word] && word !== folded && knows(word)) { found.push(word); }
      seen[word] = true;
    }
    if (folded.length < 2 || /^\p{Nd}+$/u.test(folded) || !allWords()) { return []; }
    [[HEADS, 0], [TAILS, 1]].forEach(function (side) {
      side[0].split("|").forEach(function (pair) {
        var one = pair.split(" ");
        [[one[0], one[1]], [one[1], one[0]]].forEach(function (way) {
          var rest = folded.length - way[0].length;
          if (rest < 0) { return; }
          if (!side[1] && folded.slice(0, way[0].length) === way[0]) { offer(way[1] + folded.slice(way[0].length)); }
          if (side[1] && folded.slice(rest) === way[0]) { offer(folded.slice(0, rest) + way[1]); }
        });
      });
    });
    for (var at = 0; at <= folded.length && !known; at += 1) {
      var head = folded.slice(0, at), tail = folded.slice(at);
      if (tail) { offer(head + tail.slice(1)); }
      if (tail.length > 1) { offer(head + tail[1] + tail[0] + tail.slice(2)); }
      for (var n = 0; n < 22; n += 1) {
        var letter = "abcdeghiklmnopqrstuvxy"[n];
        offer(head + letter + tail);
        if (tail) { offer(head + letter + tail.slice(1)); }
      }
    }
    return found;
  }

  function fits(words, at, folded) {
    return (at > 0 && knowsPair(words[at - 1].folded, folded)) ||
      (at + 1 < words.length && knowsPair(folded, words[at + 1].folded));
  }

  function spellings(words) {
    return words.map(function (word, at) {
      var known = knows(word.folded);
      if (known && (words.length < 2 || fits(words, at, word.folded))) { return []; }
      var found = alternatives(word.folded).slice(0, 12);
      var fitting = found.filter(function (other) { return fits(words, at, other); });
      if (!known && !fitting.length) { fitting = found.sort(frequent); }
      return fitting.slice(0, 6);
    });
  }

  /* ---- the plan ---- */
  function sequences(phrases) { return phrases.map(tim.tokens); }

  function expansions(short) {
    var table = view.m.abbreviations;
    if (table[short] || short.length < 4) { return sequences(table[short] || []); }
    function pieces(rest, most) {
      if (table[rest]) { return [rest]; }
      for (var length = rest.length - 2; most > 1 && length > 1; length -= 1) {
        if (table[rest.slice(0, length)]) {
          var tail = pieces(rest.slice(length), most - 1);
          if (tail) { return [rest.slice(0, length)].concat(tail); }
        }
      }
      return null;
    }
    var found = pieces(short, 3);
    return found ? [[].concat.apply([], found.map(function (one) { return tim.tokens(table[one][0]); }))] : [];
  }

  function weak(word) { return Boolean(word.marked ? view.weak[word.exact] : view.weakFolded[word.folded]); }
  function weigh(word) { return weak(word) ? 20 : 100; }
  function wordLayers(word) {
    return word.marked ?
      [layer("w", word.folded, 100, word.exact), layer("w", word.folded, 45, "", 85)] : [layer("w", word.folded, 100)];
  }
  function pairLayers(a, b) {
    var key = a.folded + "_" + b.folded, letters = /^\p{L}+$/u;
    var found = a.marked || b.marked ?
      [layer("p", key, 100, a.exact + "_" + b.exact), layer("p", key, 45, "", 85)] : [layer("p", key, 100)];
    if (letters.test(a.folded) && letters.test(b.folded)) {
      found.push(layer("s", tim.skeleton(a.folded) + "_" + tim.skeleton(b.folded), 50));
    }
    return found;
  }

  function placed(words) {
    var found = {};
    words.forEach(function (word, at) {
      places(word.folded).forEach(function (rest) {
        var tail = rest.split(" ");
        if (tail.every(function (one, n) { return words[at + 1 + n] && words[at + 1 + n].folded === one; })) {
          for (var n = 0; n <= tail.length; n += 1) { found[at + n] = true; }
        }
      });
    });
    return found;
  }

  function inside(codes, word) {
    return codes.some(function (code) { return code.start <= word.start && word.end <= code.end; });
  }

  function plan(asked, words, spelled) {
    var where = placed(words), groups = [], last = words.length - 1, at = 0;
    function single(units, worth) { return { units: units, worth: worth || 100 }; }
    function other(sequence, worth) {
      var units = sequence.map(function (word) { return { weight: weigh(word), layers: wordLayers(word) }; });
      for (var n = 1; n < sequence.length; n += 1) {
        units.push({ weight: 130, layers: pairLayers(sequence[n - 1], sequence[n]) });
      }
      return single(units, worth);
    }
    while (at < words.length) {
      var length = 0, others = [], covers = [], own = [];
      for (var size = Math.min(6, words.length - at); size > 0 && !length; size -= 1) {
        var same = view.m.others[words.slice(at, at + size).map(function (w) { return w.folded; }).join(" ")];
        if (same) { length = size; others = sequences(same); }
      }
      length = length || 1;
      for (var n = at; n < at + length; n += 1) {
        var word = words[n], weight = weigh(word), more = spelled[n] || [];
        if (n === last && asked.open && word.folded.length > 1 && !knows(word.folded)) { more = more.concat(beginning(word.folded, 6)); }
        if (inside(asked.codes, word)) { weight = Math.floor(weight * 30 / 100); }
        if (where[n]) { weight *= 2; }
        own.push({ weight: weight, layers: wordLayers(word).concat(more.map(function (one) { return layer("w", one, 60); })) });
        covers.push(n);
      }
      var variants = [single(own)].concat(others.map(function (one) { return other(one, 65); }));
      if (length === 1) {
        var meant = expansions(words[at].folded);
        variants = variants.concat(meant.map(function (one) { return other(one, meant.length === 1 ? 95 : 85); }));
      }
      groups.push({ variants: variants, covers: covers });
      at += length;
    }
    for (at = 0; at < last; at += 1) {
      var a = words[at], b = words[at + 1], heft = Math.floor(130 * [10, 8, 3][weak(a) + weak(b)] / 10);
      if (inside(asked.codes, a) && inside(asked.codes, b)) { heft = Math.floor(heft * 30 / 100); }
      if (where[at] && where[at + 1]) { heft *= 2; }
      groups.push({
        variants: [single([{ weight: heft, layers: pairLayers(a, b).concat(otherPairs(asked, words, spelled, at)) }])],
        covers: [at, at + 1]
      });
    }
    asked.codes.forEach(function (code) {
      var covers = [];
      words.forEach(function (word, n) { if (code.start <= word.start && word.end <= code.end) { covers.push(n); } });
      if (!covers.length) { return; }
      function ranked(names) { return names.map(function (one) { return layer("c", one[0], 100 - 30 * one[1]); }); }
      var names = code.names.slice(0, 3).map(function (name, n) { return [name, n]; });
      groups.push({ variants: [single([{ weight: 300, layers: ranked(names) }])], covers: covers });
      names = names.filter(function (one) { return one[0].indexOf("n:") === 0; }).map(function (one) { return ["o:" + one[0].slice(2), one[1]]; });
      if (names.length) { groups.push({ variants: [single([{ weight: 300, layers: ranked(names) }])], covers: covers }); }
    });
    var counts = words.map(function (word, n) {
      var count = Math.min(rarity(layer("w", word.folded)), 554) + 46;
      return where[n] ? Math.max(count, 185) * 200 : count * weigh(word);
    });
    return { groups: groups, counts: counts, words: words };
  }

  function otherPairs(asked, words, spelled, at) {
    var firsts = [words[at].folded].concat(spelled[at] || []), seconds = [words[at + 1].folded].concat(spelled[at + 1] || []), found = [];
    firsts.forEach(function (a, n) {
      seconds.forEach(function (b, k) { if ((n || k) && (a !== firsts[0] || b !== seconds[0]) && knowsPair(a, b)) { found.push(layer("p", a + "_" + b, 60)); } });
    });
    if (at + 2 === words.length && asked.open && !knowsPair(firsts[0], seconds[0])) {
      beginning(seconds[0], 24).forEach(function (word) {
        if (knowsPair(firsts[0], word)) { found.push(layer("p", firsts[0] + "_" + word, 80)); }
      });
    }
    return found;
  }

  function layersOf(groups, take) {
    groups.forEach(function (group) {
      group.variants.forEach(function (variant) {
        variant.units.forEach(function (unit) { unit.layers.forEach(take); });
      });
    });
  }

  /* ---- ranking ---- */
  function topOf(unit) {
    var known = unit.layers.filter(function (one) { return often(one); })[0] || unit.layers[0];
    return unit.weight * Math.min(rarity(known.s === "s" ? unit.layers[0] : known), 831);
  }

  function hitsOf(group, only) {
    var tops = group.variants.map(function (variant) {
      return variant.units.reduce(function (sum, unit) { return sum + topOf(unit); }, 0);
    });
    var known = group.variants[0].units.some(function (unit) {
      return unit.layers.some(function (one) { return one.s !== "s" && often(one); });
    });
    var most = Math.max.apply(null, tops);
    var footing = Math.max(known || tops.length < 2 ? tops[0] : Math.max.apply(null, tops.slice(1)), Math.floor(7 * most / 10));
    var values = new Map(), covered = new Map();
    group.variants.forEach(function (variant, n) {
      var top = tops[n], sums = new Map(), reached = new Map();
      if (top <= 0) { return; }
      variant.units.forEach(function (unit) { addUnit(unit, only, sums, reached); });
      sums.forEach(function (amount, number) { raise(values, number, Math.floor(variant.worth * amount * footing / (100 * top))); });
      reached.forEach(function (amount, number) {
        raise(covered, number, Math.floor(variant.worth * Math.min(25600 * top, 256 * amount) / (10000 * top)));
      });
    });
    return [values, covered];
  }

  function raise(map, number, value) { if (value > (map.get(number) || 0)) { map.set(number, value); } }
  function add(map, number, value) { map.set(number, (map.get(number) || 0) + value); }

  function addUnit(unit, only, sums, reached) {
    var best = new Map(), cover = new Map(), top = topOf(unit);
    unit.layers.forEach(function (one) {
      var list = postings(one.s, one.t, one.e), rare = Math.min(unit.weight * rarity(one), top);
      function take(level, number) {
        var worth = view.poor.has(number) ? one.p : one.w;
        raise(best, number, Math.floor(worth * rare * SATURATED[level] / 6400));
        raise(cover, number, 50 + Math.floor(worth / 2));
      }
      if (!only || list.size < only.length) {
        list.forEach(take);
      } else {
        only.forEach(function (number) { if (list.has(number)) { take(list.get(number), number); } });
      }
    });
    best.forEach(function (value, number) { add(sums, number, value); });
    cover.forEach(function (part, number) { add(reached, number, top * part); });
  }

  function rank(planned) {
    var total = 0, values = new Map(), covered = new Map(), byItem = new Map(), best = [], most = 0;
    planned.counts.forEach(function (count) { total += count; });
    if (!planned.counts.length) { return []; }
    planned.groups.map(function (group, n) {
      var breadth = 0;
      layersOf([group], function (one) { breadth += often(one); });
      return [breadth, n, group];
    }).sort(function (a, b) { return a[0] - b[0] || a[1] - b[1]; }).forEach(function (row) {
      var hits = hitsOf(row[2], values.size >= 4000 ? Array.from(values.keys()) : null);
      hits[0].forEach(function (value, number) { add(values, number, value); });
      hits[1].forEach(function (part, number) {
        var words = covered.get(number);
        if (!words) { covered.set(number, words = planned.counts.map(function () { return 0; })); }
        row[2].covers.forEach(function (at) { if (part > words[at]) { words[at] = part; } });
      });
    });
    function coverage(parts) {
      return Math.floor(parts.reduce(function (sum, part, at) { return sum + planned.counts[at] * part; }, 0) / total);
    }
    values.forEach(function (_value, number) {
      var item = view.item[number];
      if (!byItem.has(item)) { byItem.set(item, []); }
      byItem.get(item).push(number);
    });
    byItem.forEach(function (own, item) {
      own.sort(function (a, b) { return a - b; });
      var none = planned.counts.map(function () { return 0; });
      var all = own.reduce(function (sum, number) {
        return (covered.get(number) || none).map(function (part, at) { return Math.max(part, sum[at]); });
      }, none);
      var whole = coverage(all), hit = null;
      own.forEach(function (number) {
        var part = coverage(covered.get(number) || none);
        var worth = 25 * 65536 + 55 * part * part + 20 * whole * whole;
        var score = Math.floor(values.get(number) * worth / 6553600);
        if (!hit || score > hit.score) { hit = { item: item, passage: number, score: score, coverage: whole }; }
      });
      most = Math.max(most, whole);
      best.push(hit);
    });
    return best.filter(function (hit) { return hit.coverage * 100 >= most * 35; })
      .sort(function (a, b) { return b.score - a.score || a.item - b.item; });
  }

  /* ---- phrases and words that are not wanted ---- */
  function itemsWith(words, exact) {
    var found = null;
    function narrow(list) {
      var items = new Set();
      list.forEach(function (_level, number) { if (!found || found.has(number)) { items.add(number); } });
      found = items;
    }
    if (words.length === 1) { narrow(postings("w", words[0].folded, exact ? words[0].exact : "")); }
    for (var at = 1; at < words.length; at += 1) {
      narrow(postings("p", words[at - 1].folded + "_" + words[at].folded, exact ? words[at - 1].exact + "_" + words[at].exact : ""));
    }
    return new Set(Array.from(found).map(function (number) { return view.item[number]; }));
  }

  function marked(words) { return words.some(function (word) { return word.marked; }); }

  function kept(asked, hits) {
    asked.excluded.forEach(function (words) {
      var barred = itemsWith(words, marked(words));
      hits = hits.filter(function (hit) { return !barred.has(hit.item); });
    });
    asked.phrases.forEach(function (words) {
      function having(exact) {
        var items = itemsWith(words, exact);
        return hits.filter(function (hit) { return items.has(hit.item); });
      }
      var exact = marked(words), left = having(exact);
      hits = left.length || !exact ? left : having(false);
    });
    return hits;
  }

  /* ---- an attempt: the ranked hits, or null when files must be loaded first ---- */
  tim.attempt = function (typed) {
    if (!open()) { return null; }
    var asked = parse(typed), words = asked.words, spelled = [];
    function touch(planned) {
      layersOf(planned.groups, often);
      return missing();
    }
    if (touch(plan(asked, words, []))) { return null; }
    words = mended(words);
    if (missing() || touch(plan(asked, words, []))) { return null; }
    spelled = spellings(words);
    if (missing()) { return null; }
    var planned = plan(asked, words, spelled);
    if (touch(planned)) { return null; }
    asked.phrases.concat(asked.excluded).forEach(function (one) { itemsWith(one, marked(one)); itemsWith(one, false); });
    if (missing()) { return null; }
    return { hits: kept(asked, rank(planned)), plan: planned };
  };

  /* ---- what a hit shows ---- */
  tim.shown = function (answer, from, to) {
    var found = answer.hits.slice(from, to).map(function (hit) {
      var at = view.chunks.length - 1;
      while (view.chunks[at] > hit.passage) { at -= 1; }
      var chunk = file("t" + at);
      return chunk && { row: chunk.p[hit.passage - view.chunks[at]], about: chunk.i[hit.item] };
    });
    if (missing()) { return null; }
    return found.map(function (one) { return describe(one.row, one.about, answer.plan); });
  };

  function describe(row, about, planned) {
    var strong = planned.words.filter(function (word) { return !weak(word); });
    var cut = tim.snippet(row[1], strong.length ? strong : planned.words, marks(planned)), anchor = "";
    var first = cut.start + (cut.marks.length ? cut.marks[0][0] : 0);
    row[2].forEach(function (one) { if (one[0] <= first) { anchor = one[1]; } });
    return { path: about[0], title: about[1], section: about[2], when: about[3], text: cut.text, marks: cut.marks, anchor: anchor, attachment: row[3] };
  }

  function marks(planned) {
    var found = {};
    planned.groups.forEach(function (group) {
      group.variants.forEach(function (variant, n) {
        var stream = n === 0 || variant.units.length === 1 ? "w" : "p";
        variant.units.forEach(function (unit) {
          if (unit.weight > 20) {
            unit.layers.forEach(function (one) { if (one.s === stream) { found[one.e || one.t] = true; } });
          }
        });
      });
    });
    return found;
  }

  tim.snippet = function (source, asked, others) {
    var words = tim.tokens(source), hits = hitWords(words, asked, others), at = bestStart(words, hits), begin = at < 0 ? 0 : words[at].start;
    var a = 0, b = source.length;
    if (b > 240) {
      a = Math.min(begin <= 40 ? 0 : begin - 40, b - 240);
      if (a > 0) { a = spaceAfter(source, a, begin); }
      b = Math.min(b, a + 240);
      if (b < source.length) { b = spaceBefore(source, a, b); }
    }
    while (a < b && /\s/.test(source[a])) { a += 1; }
    while (b > a && /\s/.test(source[b - 1])) { b -= 1; }
    var text = source.slice(a, b), joined = [];
    words.forEach(function (word, n) {
      if (!hits[n] || word.start < a || word.end > b) { return; }
      var last = joined[joined.length - 1], mark = [word.start - a, word.end - a];
      if (last && mark[0] - last[1] <= 1 && !text.slice(last[1], mark[0]).trim()) { last[1] = mark[1]; } else { joined.push(mark); }
    });
    return { text: text, start: a, marks: joined };
  };

  function hitWords(words, asked, others) {
    var exact = {}, folded = {}, present = {}, strict = {}, hits = {};
    asked.forEach(function (word) { exact[word.exact] = true; folded[word.folded] = true; });
    words.forEach(function (word) { present[word.exact] = true; });
    asked.forEach(function (word) { if (word.marked && present[word.exact]) { strict[word.folded] = true; } });
    words.forEach(function (word, at) {
      var next = words[at + 1];
      if (next && (others[word.exact + "_" + next.exact] || others[word.folded + "_" + next.folded])) {
        hits[at] = word.folded;
        hits[at + 1] = next.folded;
      }
    });
    words.forEach(function (word, at) {
      if (exact[word.exact] || others[word.exact] || ((folded[word.folded] || others[word.folded]) && !strict[word.folded])) { hits[at] = word.folded; }
    });
    return hits;
  }

  function bestStart(words, hits) {
    var list = Object.keys(hits).map(Number).sort(function (a, b) { return a - b; });
    var best = list.length ? list[0] : -1, kinds = 0, most = 0;
    list.forEach(function (at, head) {
      var inside = {}, count = 0, different = 0;
      for (var tail = head; tail < list.length && words[list[tail]].end - words[at].start <= 200; tail += 1) {
        count += 1;
        if (!inside[hits[list[tail]]]) { different += 1; }
        inside[hits[list[tail]]] = true;
      }
      if (different > kinds || (different === kinds && count > most)) { best = at; kinds = different; most = count; }
    });
    return best;
  }

  function spaceAfter(source, at, most) {
    for (var n = at; n < Math.min(most, at + 40); n += 1) { if (/\s/.test(source[n])) { return n + 1; } }
    return at;
  }

  function spaceBefore(source, start, at) {
    for (var n = at; n > Math.max(start, at - 40); n -= 1) { if (/\s/.test(source[n])) { return n; } }
    return at;
  }
})();
