import { describe, expect, test } from "vitest";
import { smsSegments } from "#app/domain/messaging/rules/sms-segments.ts";
import {
	checkTemplate,
	missingValues,
	parseTemplate,
	renderTemplate,
	variablesOf,
} from "#app/domain/messaging/rules/template.ts";
import { workOf } from "#tests/support/work.ts";

const allowed = ["contact.firstName", "vehicle.label"];

describe("MSG-3 templates", () => {
	test("MSG-3 variables are found with their fallbacks", () => {
		const text = "Hi {{contact.firstName|there}}, your {{ vehicle.label }} and {{vehicle.label}}.";
		expect(variablesOf(text)).toEqual(["contact.firstName", "vehicle.label"]);
		expect(parseTemplate("a{{contact.firstName| you }}")).toEqual([
			"a",
			{ variable: "contact.firstName", fallback: "you" },
		]);
		expect(checkTemplate(text, allowed)).toEqual([]);
	});

	test.each([
		["Hi {{contact.lastName}}", 3, /no variable called contact.lastName/],
		["Hi {{contact.firstName", 3, /without its \}\}/],
		["Hi contact.firstName}} there", 20, /without its \{\{/],
		["Hi {{}}", 3, /not a variable/],
		["Hi {{firstName}}", 3, /not a variable/],
		["Hi {{contact.firstName()}}", 3, /not a variable/],
		["Hi {{constructor.constructor('x')()}}", 3, /not a variable/],
		["{{{contact.firstName}}}", 0, /not a variable/],
		["Hi {{contact.\nfirstName}}", 3, /not a variable/],
		["Hi {{contact.toString}}", 3, /no variable called/],
	])("MSG-3 %j is refused before it is saved, with the place", (text, at, message) => {
		const problems = checkTemplate(text, allowed);
		expect(problems[0]?.at).toBe(at);
		expect(problems[0]?.message).toMatch(message);
	});

	test("MSG-3 a missing or blank value gives way to the fallback, and a hole is reported", () => {
		const text = "Hi {{contact.firstName|there}}, {{vehicle.label}}";
		expect(renderTemplate(text, { "contact.firstName": "  ", "vehicle.label": "Tacoma" }, { escape: "text" })).toBe(
			"Hi there, Tacoma",
		);
		expect(missingValues(text, { "contact.firstName": null })).toEqual(["vehicle.label"]);
		expect(missingValues("{{a.toString}}{{constructor.name}}", {})).toEqual(["a.toString", "constructor.name"]);
	});

	test("MSG-3 values are escaped for HTML and never read as a template again", () => {
		const values = { "contact.firstName": `<script>alert("1")</script>'&{{vehicle.label}}`, "vehicle.label": "secret" };
		expect(renderTemplate("<b>{{contact.firstName}}</b>", values, { escape: "html" })).toBe(
			"<b>&lt;script&gt;alert(&quot;1&quot;)&lt;/script&gt;&#39;&amp;{{vehicle.label}}</b>",
		);
		expect(renderTemplate("{{contact.firstName}}", values, { escape: "text" })).toContain("{{vehicle.label}}");
	});

	test("MSG-3 a value in a subject cannot start a header of its own", () => {
		const values = { "contact.firstName": "Eve\r\nBcc: all@victim.example\u2028x\u0000" };
		expect(renderTemplate("Hi {{contact.firstName}},\r\nwelcome", values, { escape: "line" })).toBe(
			"Hi Eve Bcc: all@victim.example x, welcome",
		);
	});

	test("MSG-3 a value cannot reverse the reading order, ring a bell or break a character", () => {
		const values = { "contact.firstName": "Da\u202ena\u2066 \u0007\ud83d!" };
		expect(renderTemplate("{{contact.firstName}}", values, { escape: "text" })).toBe("Dana !");
		expect(renderTemplate("{{contact.firstName}}", values, { escape: "html" })).toBe("Dana !");
	});

	test("MSG-3 hostile braces take no time", async () => {
		const text = "{{".repeat(40_000);
		expect(await workOf(() => checkTemplate(text, allowed))).toBeLessThan(500);
		expect(checkTemplate("x".repeat(100_001), allowed)).toHaveLength(1);
	});
});

describe("MSG-3 the size of an SMS", () => {
	test.each([
		["", "GSM-7", 0, 0],
		["x".repeat(160), "GSM-7", 160, 1],
		["x".repeat(161), "GSM-7", 161, 2],
		["x".repeat(306), "GSM-7", 306, 2],
		["x".repeat(307), "GSM-7", 307, 3],
		["€".repeat(80), "GSM-7", 160, 1],
		// 152 septets, then a sign of two that does not fit into the 153rd: 305 fill two segments only if nothing is cut.
		[`${"x".repeat(152)}€${"x".repeat(152)}`, "GSM-7", 306, 3],
		["ñÑüàÅ\n@", "GSM-7", 7, 1],
		["ç", "UCS-2", 1, 1],
		["’".repeat(70), "UCS-2", 70, 1],
		["’".repeat(71), "UCS-2", 71, 2],
		["🚗".repeat(35), "UCS-2", 70, 1],
		["🚗".repeat(67), "UCS-2", 134, 3],
	])("MSG-3 %#: counted as the carriers do", (text, encoding, units, segments) => {
		expect(smsSegments(text)).toEqual({ encoding, units, segments });
	});
});
