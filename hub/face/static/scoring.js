// What a rule says of answers: the same as content/criteria/scoring.py and words.py, over the data
// that Python wrote. A test asks both the same questions. Classic script: it runs from file:// too.
(function (root) {
  "use strict";
  var NUMBER = /^[0-9]{1,6}(?:[.,][0-9]{1,2})?$/;
  var WHOLE = 10000;

  function hundredths(text) {
    var given = text.replace(/^\s+|\s+$/g, "");
    if (!NUMBER.test(given)) return null;
    var parts = given.replace(",", ".").split(".");
    var part = parts[1] || "";
    return Number(parts[0]) * 100 + Number((part + "00").slice(0, 2));
  }

  function points(value) {
    var part = String(value % 100);
    if (part.length < 2) part = "0" + part;
    var text = Math.floor(value / 100) + "," + part;
    return text.replace(/0+$/, "").replace(/,$/, "");
  }

  function read(each, text) {
    if (each.answer === "yes") {
      var said = text.replace(/^\s+|\s+$/g, "");
      return said === "yes" ? WHOLE : said === "no" ? 0 : null;
    }
    var number = hundredths(text);
    var most = each.answer === "points" ? each.most : WHOLE;
    return number !== null && number <= most ? number : null;
  }

  function missing(what, indicator, have, need, level) {
    return { what: what, indicator: indicator || "", have: have || 0, need: need || 0, level: level || 0 };
  }

  function byPoints(rule, asked, given, special) {
    var total = 0, possible = 0, answered = 0, lacking = [];
    asked.forEach(function (each) {
      var value = given[each.id];
      possible += each.most;
      if (value === null) lacking.push(missing("answer", each.id));
      else {
        answered += 1;
        total += value;
        if (value < rule.least_item) lacking.push(missing("item", each.id, value, rule.least_item));
      }
    });
    var own = Object.prototype.hasOwnProperty.call(rule.special, special);
    var passSum = own ? rule.special[special] : rule.pass_sum;
    var grade = null, first = null, after = null;
    rule.bands.forEach(function (band) {
      if (total >= band.least) grade = band;
      if (!first && band.passes) first = band;
      if (!after && band.least > total) after = band;
    });
    var passing = rule.bands.length && !passSum ? Boolean(grade && grade.passes) : total >= passSum;
    var passed = !lacking.length && passing;
    var short = total < passSum ? [missing("sum", "", total, passSum)] : [];
    var next = passed ? after : !short.length && !passing ? first : null;
    var more = next && next.least ? [missing("sum", "", total, next.least)] : [];
    return {
      total: total, possible: possible, answered: answered, asked: asked.length,
      grade: grade && !lacking.length ? grade.title : "", level: 0, passed: passed,
      goal: next ? next.title : "", missing: lacking.concat(short, more)
    };
  }

  function missingAt(level, asked, given) {
    var found = [];
    asked.forEach(function (each) {
      if (each.levels.length && each.levels.indexOf(level) < 0) return;
      var have = given[each.id];
      var need = each.answer === "yes" ? WHOLE : each.least[level] || 0;
      if (have === null) found.push(missing("answer", each.id, 0, 0, level));
      else if (have < need) found.push(missing(each.answer === "yes" ? "met" : "share", each.id, have, need, level));
    });
    return found;
  }

  function byLevels(rule, asked, given) {
    var reached = null, goal = null, lacking = [];
    rule.levels.some(function (level) {
      lacking = missingAt(level.number, asked, given);
      if (lacking.length) goal = level;
      else reached = level;
      return lacking.length > 0;
    });
    return {
      total: 0, possible: 0,
      answered: asked.filter(function (each) { return given[each.id] !== null; }).length,
      asked: asked.length, grade: reached ? reached.title : "", level: reached ? reached.number : 0,
      passed: reached !== null, goal: goal ? goal.title : "", missing: lacking
    };
  }

  function assess(rule, answers, kind, special) {
    var given = {};
    var asked = rule.indicators.filter(function (each) {
      return !each.applies_when.length || !kind || each.applies_when.indexOf(kind) >= 0;
    });
    asked.forEach(function (each) {
      var own = Object.prototype.hasOwnProperty.call(answers, each.id);
      given[each.id] = read(each, own ? String(answers[each.id]) : "");
    });
    return rule.kind === "points" ? byPoints(rule, asked, given, special || "") : byLevels(rule, asked, given);
  }

  function filled(sentence, values) {
    return sentence.replace(/\{([a-z]+)\}/g, function (whole, name) { return name in values ? values[name] : whole; });
  }

  // The result in one sentence, what the list below it is for, and the list.
  function told(rule, result) {
    var name = result.answered < result.asked ? "unfinished" : !result.passed ? "not_yet"
      : rule.kind !== "points" ? "passed_level" : result.grade ? "passed_grade" : "passed_points";
    return {
      verdict: filled(rule.sentences[name], {
        have: points(result.total), most: points(result.possible), grade: result.grade,
        answered: result.answered, asked: result.asked
      }),
      heading: !result.missing.length ? "" : filled(rule.sentences[result.goal ? "goal" : "goal_pass"], { goal: result.goal }),
      missing: result.missing.map(function (each) {
        return filled(rule.sentences[each.what], {
          id: each.indicator, have: points(each.have), need: points(each.need),
          short: points(Math.max(each.need - each.have, 0))
        });
      })
    };
  }

  root.scoring = { assess: assess, told: told, valueOf: read, hundredths: hundredths, points: points };
})(window);
