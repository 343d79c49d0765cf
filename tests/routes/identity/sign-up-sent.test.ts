import { readFile } from "node:fs/promises";
import { expect, test } from "vitest";
import { loader } from "#app/routes/identity/sign-up-sent.tsx";
import { testEnv } from "#tests/support/house.ts";

test("ID-1: the page after signing up knows whether mail leaves, and README says how its links are read where none does", async () => {
	testEnv();
	expect(loader()).toEqual({ leaves: false });
	testEnv({ SMTP_URL: "smtp://localhost:2525", ALLOW_IDENTITY_EMAIL: "true" });
	expect(loader()).toEqual({ leaves: true });
	testEnv();
	expect(await readFile("README.md", "utf8")).toContain("npm run mail-links");
});
