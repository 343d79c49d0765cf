import { describe, expect, test } from "vitest";
import { newId } from "#app/base/ids.ts";
import { authorize, can, outranks, PERMISSIONS, type PermissionName, SCOPES } from "#app/domain/identity/policy.ts";
import type { Actor, Role } from "#db/context.ts";

const ROLES: readonly Role[] = ["viewer", "user", "manager", "admin", "owner"];
const MACHINES = ["customer", "agent", "workflow", "webhook", "system"] as const;

describe.each(Object.entries(PERMISSIONS))("ID-2 %s", (name, row) => {
	const permission = name as PermissionName;
	const least = ROLES.indexOf(row.role);

	test.each(ROLES)("is for a %s exactly when the table says so", (role) => {
		const allowed = ROLES.indexOf(role) >= least;
		expect(can(member(role), permission)).toBe(allowed);
		if (allowed) expect(() => authorize({ actor: member(role) }, permission)).not.toThrow();
		else expect(() => authorize({ actor: member(role) }, permission)).toThrow(expect.objectContaining({ status: 403 }));
	});

	test("ID-5 is for a key only with its scope, and never above its member's role", () => {
		const others = SCOPES.filter((scope) => scope !== row.scope);
		expect(can(key("owner", others), permission)).toBe(false);
		for (const role of ROLES) {
			const allowed = row.scope !== null && ROLES.indexOf(role) >= least;
			expect(can(key(role, [...SCOPES]), permission)).toBe(allowed);
		}
	});

	test("is for the kinds of actor without a role that the table names, and no other", () => {
		const named: readonly string[] = "others" in row ? row.others : [];
		for (const kind of MACHINES) {
			expect(can({ kind, id: newId(), name: "It" } as Actor, permission)).toBe(named.includes(kind));
		}
	});
});

test("ID-2 roles stand in one order", () => {
	for (const [index, role] of ROLES.entries()) {
		expect(ROLES.filter((other) => outranks(role, other))).toEqual(ROLES.slice(0, index + 1));
	}
});

function member(role: Role): Actor {
	return { kind: "member", id: newId(), name: "Ann", role, userId: newId() };
}

function key(role: Role, scopes: readonly string[]): Actor {
	return { kind: "api-key", id: newId(), name: "Key", role, scopes };
}
