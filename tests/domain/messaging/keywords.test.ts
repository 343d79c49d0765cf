import { describe, expect, test } from "vitest";
import { keywordOf } from "#app/domain/messaging/rules/keywords.ts";

describe("MSG-5 the carriers' keywords", () => {
	test.each([
		...["STOP", "stop", " Stop. ", "«STOP!»", "S.T.O.P", "STOP ALL", "stopall", "Unsubscribe", "CANCEL", "end", "quit"],
		...[
			"Revoke",
			"OPTOUT",
			"opt-out",
			"Opt out!",
			"ＳＴＯＰ",
			"stop\n\n",
			"STOP 🛑",
			"\u200bstop\u200b",
			"Stop please",
			"please STOP now",
		],
	])("MSG-5 %j stops", (text) => expect(keywordOf(text)).toBe("stop"));

	test.each(["START", "start!", "Yes", "UNSTOP", "un-stop"])("MSG-5 %j starts", (text) =>
		expect(keywordOf(text)).toBe("start"),
	);

	test.each(["HELP", "help?", " Info "])("MSG-5 %j asks for help", (text) => expect(keywordOf(text)).toBe("help"));

	test.each([
		...[
			"",
			"   ",
			"👍",
			"stop by at 3?",
			"Can I stop by?",
			"don't stop",
			"cancel my appointment please",
			"cancel please",
		],
		...["yes please", "the end", "help me choose", "no", "stopp", "STOP2", "nonstop", "стоп", `stop${" ".repeat(90)}`],
	])("MSG-5 %j says something else", (text) => expect(keywordOf(text)).toBeNull());
});
