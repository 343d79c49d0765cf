import { describe, expect, test } from "vitest";
import { type EmailContent, emailHtml } from "#app/domain/messaging/rules/email-layout.ts";

const content: EmailContent = {
	organisation: { name: "Northside & Sons", colour: "#ffd400", address: "12 Main St\nPortland" },
	bodyText: "Hi Dana,\n\nsee https://shop.example/a?b=1&c=2. Two\nlines.\n\n\n\nBye",
	button: { label: "Pick a time", url: "https://shop.example/chat/abc" },
	reason: "You asked Northside about tint.",
	unsubscribeUrl: "https://shop.example/u/xyz",
};

describe("MSG-3 the layout of an email", () => {
	test("MSG-3 HTML and text say the same: paragraphs, one button, the reason, the way out", () => {
		const { html, text } = emailHtml(content);
		expect(html.match(/<a href="https:\/\/shop\.example\/chat\/abc"/g)).toHaveLength(1);
		expect(html).toContain('<a href="https://shop.example/a?b=1&amp;c=2"');
		expect(html).toContain("Two<br>\nlines.");
		expect(html.match(/<p style="margin:0 0 16px">/g)).toHaveLength(3);
		expect(html).toContain("Northside &amp; Sons, 12 Main St, Portland");
		expect(text).toBe(
			[
				"Hi Dana,",
				"see https://shop.example/a?b=1&c=2. Two\nlines.",
				"Bye",
				"Pick a time:\nhttps://shop.example/chat/abc",
				"-- \nNorthside & Sons\n12 Main St\nPortland",
				"You asked Northside about tint.",
				"Unsubscribe: https://shop.example/u/xyz\n",
			].join("\n\n"),
		);
		for (const part of [html, text]) {
			expect(part).toContain("You asked Northside about tint.");
			expect(part).toContain("https://shop.example/u/xyz");
		}
	});

	test("MSG-3 nothing that a stranger wrote becomes markup", () => {
		const evil = `"><script>alert(1)</script><img src=x onerror='1'> http://x.example/"onmouseover="a`;
		const { html } = emailHtml({
			organisation: { name: evil, colour: `red;background:url(${evil})`, address: evil },
			bodyText: evil,
			button: { label: evil, url: `https://shop.example/${evil}` },
			reason: evil,
			unsubscribeUrl: `https://shop.example/${evil}`,
		});
		expect(html).not.toMatch(/<script|<img|url\(/);
		const tags = html.match(/<[^>]*>/g) ?? [];
		for (const tag of tags) expect(tag).not.toMatch(/\son\w+=/);
	});

	test("MSG-3 links that are no web addresses are refused", () => {
		for (const url of ["javascript:alert(1)", "data:text/html,x", "/chat/abc", ""]) {
			expect(() => emailHtml({ ...content, button: { label: "x", url } })).toThrow(RangeError);
		}
		expect(() => emailHtml({ ...content, unsubscribeUrl: "javascript:1" })).toThrow(RangeError);
	});

	test("MSG-3 a button keeps its words readable on any colour", () => {
		expect(emailHtml(content).html).toContain("background:#ffd400;color:#000000");
		const dark = { ...content, organisation: { name: "N", colour: "#102030" } };
		expect(emailHtml(dark).html).toContain("background:#102030;color:#ffffff");
	});

	test("MSG-3 a confirmation has no way out to show, and no empty button", () => {
		const { html, text } = emailHtml({ ...content, button: null, unsubscribeUrl: null });
		expect(html).not.toContain("Unsubscribe");
		expect(text).not.toContain("Unsubscribe");
		expect(html).not.toContain("border-radius");
	});
});
