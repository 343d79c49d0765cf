import { type ActionFunctionArgs, redirect } from "@remix-run/node";
import { z } from "zod";
import { revokeApiKey } from "#app/domain/identity/api-keys/revoke-api-key.ts";
import { quickForm } from "#app/doors/quick-form.ts";

export const loader = () => redirect("/settings/api-keys");

export const action = (args: ActionFunctionArgs) => {
	const options = { permission: "api-keys.manage", schema: z.object({}), to: "/settings/api-keys" } as const;
	return quickForm(args, options, async (ctx) => {
		await revokeApiKey(ctx, args.params.id ?? "");
		return "The key is revoked. It no longer works.";
	});
};
