import { type ActionFunctionArgs, redirect } from "@remix-run/node";
import { z } from "zod";
import { resendInvitation } from "#app/domain/identity/members/resend-invitation.ts";
import { revokeInvitation } from "#app/domain/identity/members/revoke-invitation.ts";
import { requireVerified } from "#app/doors/page.ts";
import { quickForm } from "#app/doors/quick-form.ts";
import { heldWords } from "./held-words.ts";

export const loader = () => redirect("/settings/members");

const Act = z.object({ act: z.enum(["resend", "revoke"]) });

export const action = (args: ActionFunctionArgs) => {
	const id = args.params.id ?? "";
	const options = { permission: "members.invite", schema: Act, to: "/settings/members" } as const;
	return quickForm(args, options, async (ctx, { act }, member) => {
		if (act === "revoke") {
			await revokeInvitation(ctx, id);
			return "The invitation is revoked. Its link no longer works.";
		}
		requireVerified(member);
		const { email } = await resendInvitation(ctx, id);
		return `The invitation is written anew. The earlier link no longer works.${heldWords(email)}`;
	});
};
