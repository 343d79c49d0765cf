import { conflict } from "#app/base/errors.ts";
import { outranks, rolesThatMay } from "#app/domain/identity/policy.ts";
import type { Ctx, Role } from "#db/context.ts";

type Deciders = { approver_ids: readonly string[]; least_role: string };

/** Named deciders decide; where nobody is named, whoever has the role. None who may decide nothing. */
export function mayDecide(member: { id: string; role: Role }, { approver_ids, least_role }: Deciders): boolean {
	if (!rolesThatMay("approvals.decide").includes(member.role)) return false;
	return approver_ids.length > 0 ? approver_ids.includes(member.id) : outranks(member.role, least_role as Role);
}

/** Whether the one who acts is among the deciders: a member, or a program with the key of one where nobody is named. */
export const mayDecideNow = ({ actor }: Pick<Ctx, "actor">, approval: Deciders): boolean =>
	(actor.kind === "member" || actor.kind === "api-key") && mayDecide(actor, approval);

/** Throws 409 in words for an approval that is decided, or that its run no longer waits for. `kept`: what became of what was sent. */
export function assertAwaited(ctx: Ctx, approval: { state: string; due_at: Date | null }, kept: string): void {
	if (approval.state !== "open") throw conflict(`${ENDED[approval.state] ?? ENDED.withdrawn} ${kept}`);
	if (approval.due_at && approval.due_at <= ctx.now) throw conflict(`${OVER} ${kept}`);
}

const ENDED: Record<string, string> = {
	approved: "This is approved already.",
	declined: "This is declined already.",
	withdrawn: "The run that asked this has ended.",
};
export const OVER = "The run no longer waits for this: its time is up, or it went on another way.";
