import { type ActionFunctionArgs, redirect } from "@remix-run/node";
import { z } from "zod";
import { revokeApiKey } from "#app/domain/identity/api-keys/revoke-api-key.ts";
import { form } from "#app/doors/form.ts";

export const loader = () => redirect("/settings/api-keys");

export const action = (args: ActionFunctionArgs) =>
	form(args, { permission: "api-keys.manage", schema: z.object({}) }, async (ctx) => {
		await revokeApiKey(ctx, args.params.id ?? "");
		return { to: "/settings/api-keys", flash: "The key is revoked. It no longer works." };
	});
