import type { ActionFunctionArgs, LoaderFunctionArgs } from "@remix-run/node";
import { Form, useLoaderData } from "@remix-run/react";
import { z } from "zod";
import { findSubscription, resubscribe, unsubscribe } from "#app/domain/messaging/consent/unsubscribe.ts";
import { answerForm } from "#app/doors/form.ts";
import { guarded } from "#app/doors/page.ts";
import { asCustomer } from "#app/doors/public/customer.ts";
import { openPublicLink, type PublicLink } from "#app/doors/public/public-link.ts";
import { SubmitButton } from "#app/ui/forms/button.tsx";
import { PublicFrame } from "#app/ui/frame/public-frame.tsx";

export const handle = { plain: true };
export const meta = () => [{ title: "Email preferences" }, { name: "robots", content: "noindex" }];

/** `List-Unsubscribe=One-Click` is what a mail program posts by itself (RFC 8058, 3.1); `act` what our buttons post. */
const Wish = z.object({
	act: z.enum(["unsubscribe", "resubscribe"]).optional(),
	"List-Unsubscribe": z.literal("One-Click").optional(),
});

/** Shows only: a link scanner that opens the link changes nothing. */
export const loader = (args: LoaderFunctionArgs) =>
	guarded(args, async () => {
		const link = await openPublicLink(args, "unsubscribe", args.params.token);
		const { address, reason } = await asCustomer(args, link, (ctx) => findSubscription(ctx, subjectOf(link)));
		return { org: { name: link.org.name, color: link.org.colour }, address, reason };
	});

export const action = (args: ActionFunctionArgs) =>
	answerForm(args, Wish, async (wish) => {
		const link = await openPublicLink(args, "unsubscribe", args.params.token);
		const isOneClick = wish["List-Unsubscribe"] === "One-Click";
		if (isOneClick || wish.act === "unsubscribe")
			await asCustomer(args, link, (ctx) => unsubscribe(ctx, subjectOf(link)));
		else if (wish.act === "resubscribe") await asCustomer(args, link, (ctx) => resubscribe(ctx, subjectOf(link)));
		// A mail program follows no redirect (RFC 8058, 3.1).
		return isOneClick ? new Response("Unsubscribed") : { to: `/unsubscribe/${args.params.token}` };
	});

function subjectOf(link: PublicLink) {
	return { contactId: link.contactId ?? link.subjectId, messageId: link.messageId };
}

export default function Unsubscribe() {
	const { org, address, reason } = useLoaderData<typeof loader>();
	const isOff = reason !== null;
	const canReturn = reason === "unsubscribed" || reason === "stop";
	return (
		<PublicFrame org={org} title={isOff ? "You are unsubscribed" : "Unsubscribe"}>
			{isOff ? (
				<p>
					{org.name} writes no more emails to <strong>{address}</strong>.
					{canReturn && " If that was a mistake, you can take it back."}
				</p>
			) : (
				<p>
					{org.name} will write no more emails to <strong>{address}</strong>, and that includes confirmations and
					reminders of appointments.
				</p>
			)}
			{(!isOff || canReturn) && (
				<Form method="post" className="form" reloadDocument>
					<SubmitButton tone={isOff ? "plain" : "primary"} name="act" value={isOff ? "resubscribe" : "unsubscribe"}>
						{isOff ? "Get emails again" : "Unsubscribe"}
					</SubmitButton>
				</Form>
			)}
		</PublicFrame>
	);
}
