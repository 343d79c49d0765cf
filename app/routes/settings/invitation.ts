import { type ActionFunctionArgs, redirect } from "@remix-run/node";
import { z } from "zod";
import { resendInvitation } from "#app/domain/identity/members/resend-invitation.ts";
import { revokeInvitation } from "#app/domain/identity/members/revoke-invitation.ts";
import { form } from "#app/doors/form.ts";
import { requireVerified } from "#app/doors/page.ts";
import { heldWords } from "./held-words.ts";

export const loader = () => redirect("/settings/members");

const Act = z.object({ act: z.enum(["resend", "revoke"]) });

export async function action(args: ActionFunctionArgs) {
	const id = args.params.id ?? "";
	return form(args, { permission: "members.invite", schema: Act }, async (ctx, { act }, member) => {
		if (act === "revoke") {
			await revokeInvitation(ctx, id);
			return { to: "/settings/members", flash: "The invitation is revoked. Its link no longer works." };
		}
		requireVerified(member);
		const { email } = await resendInvitation(ctx, id);
		const flash = `The invitation is written anew. The earlier link no longer works.${heldWords(email)}`;
		return { to: "/settings/members", flash };
	});
}
