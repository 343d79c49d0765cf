import { beforeEach, describe, expect, test } from "vitest";
import { readEnv } from "#app/base/env.ts";
import { seal, unseal } from "#app/base/seal.ts";
import { equalSecrets, hashToken, newToken } from "#app/base/tokens.ts";
import { testEnv } from "#tests/support/house.ts";

describe("SEC-3 a sealed secret", () => {
	beforeEach(() => testEnv());

	test("opens for its own row, and never looks the same twice", () => {
		expect(unseal(seal("kéy\0", "connection:1"), "connection:1")).toBe("kéy\0");
		expect(unseal(seal("", "connection:1"), "connection:1")).toBe("");
		expect(seal("key", "connection:1")).not.toBe(seal("key", "connection:1"));
	});

	test("does not open for another row, by another key, or changed by a bit", () => {
		const sealed = seal("key", "connection:1");
		expect(() => unseal(sealed, "connection:2")).toThrow();
		const [version, id, text] = sealed.split(".");
		const bytes = Buffer.from(text!, "base64url");
		for (let at = 0; at < bytes.length; at++) {
			const changed = Buffer.from(bytes);
			changed[at]! ^= 1;
			expect(() => unseal([version, id, changed.toString("base64url")].join("."), "connection:1")).toThrow();
		}
		testEnv({ SECRET_KEY: "another-secret-key" });
		expect(() => unseal(sealed, "connection:1")).toThrow("sealed with another key");
	});

	test("does not open with its tag or anything else cut off", () => {
		const [version, id, text] = seal("a longer secret", "row").split(".");
		const bytes = Buffer.from(text!, "base64url");
		for (let length = 0; length < bytes.length; length++) {
			const cut = bytes.subarray(0, length).toString("base64url");
			expect(() => unseal([version, id, cut].join("."), "row")).toThrow();
		}
		for (const nonsense of ["", "v1", "v2.a.b", "plain text"]) expect(() => unseal(nonsense, "row")).toThrow();
	});
});

test("tokens are 256 random bits, are stored hashed, and compare at any length", () => {
	expect(newToken()).toMatch(/^[\w-]{43}$/);
	expect(newToken()).not.toBe(newToken());
	expect(hashToken("a")).toHaveLength(32);
	expect(equalSecrets("a", "abc")).toBe(false);
	expect(equalSecrets("abc", "abc")).toBe(true);
});

describe("OPS-1 the environment", () => {
	test("says every setting that is wrong at once", () => {
		const read = () =>
			readEnv({ PORT: "many", PUBLIC_URL: "localhost", DATABASE_URL: "mysql://x", SECRET_KEY: "short" });
		for (const name of ["PORT", "PUBLIC_URL", "DATABASE_URL", "SECRET_KEY"]) expect(read).toThrow(name);
	});

	test.each([
		"javascript:alert(1)",
		"ftp://x",
		"https://x.test/path",
		"https://user@x.test",
		"https://x.test/?a",
		"//x",
	])("takes no public address such as %s", (PUBLIC_URL) => expect(() => readEnv({ PUBLIC_URL })).toThrow("PUBLIC_URL"));

	test("takes an empty or blank setting for none", () => {
		expect(readEnv({ DATABASE_URL: "", SECRET_KEY: "  ", PUBLIC_URL: "", PORT: "" })).toMatchObject({
			PORT: 3000,
			publicUrl: "http://localhost:3000",
		});
		expect(readEnv({ PUBLIC_URL: "https://crm.example.com/" })).toMatchObject({
			publicUrl: "https://crm.example.com",
			isHttps: true,
		});
	});
});
