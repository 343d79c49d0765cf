import { expect, test } from "vitest";
import { SCOPES } from "#app/domain/identity/policy.ts";
import { SCOPE_GROUPS, scopeLabel } from "#app/domain/identity/scope-labels.ts";

test("ID-5 every scope stands once on the page of keys, in words", () => {
	const shown = SCOPE_GROUPS.flatMap(({ scopes }) => scopes);
	expect(shown.map(({ scope }) => scope).sort()).toEqual([...SCOPES]);
	expect(shown.filter(({ label, help }) => label.includes(":") || !help.endsWith("."))).toEqual([]);
	expect(scopeLabel("leads:read")).toBe("Read leads");
});
