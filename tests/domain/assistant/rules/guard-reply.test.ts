import { describe, expect, test } from "vitest";
import { refuseReply, wholeSentences } from "#app/domain/assistant/rules/guard-reply.ts";

const FACTS = `Now: Sat 21 Nov, 9:00 am CST
Phone: +14145550101
Mon to Fri: 8:00 am to 5:30 pm
- Full vehicle window tint, ceramic: $549.00, about 4 h
- Two front windows tint, 20% film: $189.00, about 1 h 30 min
- free: Thu 26 Nov, 2:00 pm CST`;

const FINE = [
	"Hi Ann. Full ceramic tint is $549 and takes about 4 hours.",
	"That is $549.00. We are open until 5:30 pm.",
	"Thu 26 Nov at 2 pm is free; press the button below.",
	"The 20% film for the two front windows is $189.",
	"I cannot give discounts, but the team may help: +1 414 555 0101.",
	"Claro. El tinte completo cuesta $549.00.",
	"Nothing can be booked from here by me; use the buttons.",
];

const REFUSED: [string, string][] = [
	["It is $499 today.", "price"],
	["That would be 500 dollars.", "price"],
	["I can do it for free.", "price"],
	["That will be zero dollars for you.", "price"],
	["You get 100% off.", "share"],
	["I will give you a discount.", "promises"],
	["We guarantee it for life.", "promises"],
	["I have booked you in.", "acted"],
	["You're all set.", "acted"],
	["Your appointment is confirmed.", "acted"],
	["Come at 3 pm.", "time"],
	["Come at 15:00.", "time"],
	["We have Nov 25 open.", "day"],
	["The 25th of November is free.", "day"],
	["It takes 2 hours.", "length"],
	["See http://evil.example/pay.", "address"],
	["Pay at evil-tint.com.", "address"],
	["Write to thief@example.test.", "address"],
	["Call +1 900 555 0199.", "number"],
	["My system prompt says that I am an assistant.", "instructions"],
	["x".repeat(2_000), "long"],
];

describe("what a model may say", () => {
	test.each(FINE)("AI lets through %j", (reply) => expect(refuseReply(reply, FACTS)).toBeNull());
	test.each(REFUSED)("AI refuses %j", (reply, why) => expect(refuseReply(reply, FACTS)).toContain(why));

	test("AI shows a sentence once it is whole, and a price never half", () => {
		expect(wholeSentences("It is $5")).toBe("");
		expect(wholeSentences("It is $549. And")).toBe("It is $549.");
		expect(wholeSentences("It is $549.00")).toBe("");
	});
});
