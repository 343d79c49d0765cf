import { describe, expect, it } from "vitest";
import { smtpConfigFromUrl } from "#app/providers/email/smtp-url.ts";

describe("OPS-1 SMTP_URL", () => {
	it("OPS-1 is read with its defaults", () => {
		expect(smtpConfigFromUrl("smtps://u%40x:p%2F1@mail.test")).toEqual({
			host: "mail.test",
			port: 465,
			secure: true,
			auth: { user: "u@x", pass: "p/1" },
			requireTls: undefined,
		});
		expect(smtpConfigFromUrl("smtp://127.0.0.1:2525?tls=off")).toMatchObject({ port: 2525, requireTls: false });
	});

	it("OPS-1 is refused without repeating the password", () => {
		for (const text of ["http://u:hunter2@mail.test", "smtp://u:hunter2%zz@mail.test", "hunter2"]) {
			expect(() => smtpConfigFromUrl(text)).toThrow(/^(?!.*hunter2)/);
		}
	});
});
