import type { ActionFunctionArgs, LoaderFunctionArgs } from "@remix-run/node";
import { Form, useActionData, useLoaderData } from "@remix-run/react";
import { z } from "zod";
import { getChatLinks } from "#app/domain/messaging/chat-links/chat-link-queries.ts";
import { makeChatLink } from "#app/domain/messaging/chat-links/make-chat-link.ts";
import { revokeChatLinks } from "#app/domain/messaging/chat-links/revoke-chat-links.ts";
import { form } from "#app/doors/form.ts";
import { page } from "#app/doors/page.ts";
import { SubmitButton } from "#app/ui/forms/button.tsx";
import { ConfirmPage } from "#app/ui/forms/confirm-page.tsx";
import { CopyField } from "#app/ui/forms/copy-field.tsx";
import { Page, Section } from "#app/ui/frame/page.tsx";
import { Notice } from "#app/ui/signs/notice.tsx";

export const meta = () => [{ title: "Chat link · Perigee" }];

export const loader = (args: LoaderFunctionArgs) =>
	page(args, "conversations.take-over", async (ctx) => {
		const id = args.params.id ?? "";
		return { id, ...(await getChatLinks(ctx, id)) };
	});

const Act = z.object({ act: z.enum(["revoke", "make"]) });

export const action = (args: ActionFunctionArgs) =>
	form(args, { permission: "conversations.take-over", schema: Act }, async (ctx, { act }) => {
		const id = args.params.id ?? "";
		if (act === "make") return { show: { url: (await makeChatLink(ctx, id)).url } };
		const count = await revokeChatLinks(ctx, id);
		const flash =
			count === 0
				? "No chat link was open."
				: `${count === 1 ? "The chat link" : `${count} chat links`} of this conversation no longer ${count === 1 ? "opens" : "open"}.`;
		return { to: `/conversations/${id}`, flash };
	});

export default function ChatLinks() {
	const { id, name, open, waiting } = useLoaderData<typeof loader>();
	const reply = useActionData<typeof action>();
	const url = reply?.detail?.url;
	const here = `/conversations/${id}`;
	return (
		<Page
			title="Chat link"
			crumbs={[
				{ label: "Conversations", href: "/conversations" },
				{ label: name, href: here },
			]}
			width="narrow"
			search={null}
		>
			<Section title="New chat link">
				{typeof url === "string" ? (
					<>
						<Notice>It is shown once. Give it to {name} only: whoever has it reads and writes as they do.</Notice>
						<CopyField label="New chat link" value={url} />
					</>
				) : (
					<Form method="post" className="form">
						<p>Every email and text message brings one by itself. Make one here to hand it over in another way.</p>
						<div>
							<SubmitButton tone="plain" name="act" value="make">
								Make new chat link
							</SubmitButton>
						</div>
					</Form>
				)}
			</Section>
			<Section title="Revoke chat links">
				{open === 0 ? (
					<p className="muted">No chat link that {name} has been sent is open.</p>
				) : (
					<ConfirmPage
						action={`${here}/links`}
						consequence={consequenceOf(open, waiting)}
						button={open === 1 ? "Revoke chat link" : `Revoke ${open} chat links`}
						cancel={here}
						values={{ act: "revoke" }}
					/>
				)}
			</Section>
		</Page>
	);
}

function consequenceOf(open: number, waiting: number): string {
	const whose =
		open === 1 ? "The link that opens this chat stops working" : "All links that open this chat stop working";
	const rest = waiting > 0 ? " Links in messages that have not gone out yet stay open." : "";
	return `${whose}, and whoever opens one reads how to get another. The conversation stays as it is, and the next email or text message brings a new link.${rest} This cannot be undone.`;
}
