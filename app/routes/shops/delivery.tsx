import type { ActionFunctionArgs, LoaderFunctionArgs } from "@remix-run/node";
import { Form, Link, useActionData, useLoaderData } from "@remix-run/react";
import { z } from "zod";
import { getDelivery } from "#app/domain/integrations/deliveries/delivery-queries.ts";
import { DELIVERY_STATE_LABELS } from "#app/domain/integrations/schema.ts";
import { replayDelivery } from "#app/domain/leads/intake/deliveries/replay-delivery.ts";
import { form } from "#app/doors/form.ts";
import { page } from "#app/doors/page.ts";
import { useLiveRefresh } from "#app/ui/behaviour/use-live-refresh.ts";
import { SubmitButton } from "#app/ui/forms/button.tsx";
import { useKeptReply } from "#app/ui/forms/use-kept-reply.ts";
import { Page, Section } from "#app/ui/frame/page.tsx";
import { DescriptionList } from "#app/ui/records/record.tsx";
import { Status } from "#app/ui/signs/badge.tsx";
import { Notice } from "#app/ui/signs/notice.tsx";
import { Time } from "#app/ui/signs/time.tsx";
import { DELIVERY_TONES, VIA_LABELS } from "./delivery-tones.ts";

export const meta = () => [{ title: "Delivery · Perigee" }];

const idsOf = ({ params }: { params: Record<string, string | undefined> }) => ({
	connectionId: params.connection ?? "",
	id: params.delivery ?? "",
});

export const loader = (args: LoaderFunctionArgs) =>
	page(args, "shops.view", async (ctx) => ({ ...idsOf(args), ...(await getDelivery(ctx, idsOf(args))) }));

export const action = (args: ActionFunctionArgs) =>
	form(args, { permission: "shops.replay", schema: z.object({}) }, async (ctx) => {
		const { connectionId, id } = idsOf(args);
		await replayDelivery(ctx, { connectionId, id });
		return { to: `/settings/shops/${connectionId}/deliveries/${id}`, flash: "It is worked on again." };
	});

export default function DeliveryPage() {
	const delivery = useLoaderData<typeof loader>();
	const refusal = useKeptReply(useActionData<typeof action>())?.message;
	useLiveRefresh(["leads", `shop:${delivery.connectionId}`]);
	const here = `/settings/shops/${delivery.connectionId}`;
	return (
		<Page
			title={`Delivery ${delivery.id.slice(-6)}`}
			search={null}
			crumbs={[
				{ label: delivery.connection, href: here },
				{ label: "Deliveries", href: `${here}/deliveries` },
			]}
			actions={
				delivery.state !== "received" &&
				!delivery.blankedAt && (
					<Form method="post">
						<SubmitButton icon="undo">Replay delivery</SubmitButton>
					</Form>
				)
			}
			side={<Facts delivery={delivery} />}
		>
			{refusal && <Notice tone="bad">{refusal}</Notice>}
			{delivery.reason && (
				<Notice
					tone={delivery.state === "rejected" || delivery.state === "failed" ? "bad" : "info"}
					title={`${DELIVERY_STATE_LABELS[delivery.state]}.`}
				>
					{delivery.reason}
				</Notice>
			)}
			<Section title="Body">
				{delivery.blankedAt ? (
					<p className="muted">
						Removed with its headers on <Time at={delivery.blankedAt} as="exact" />, because it named a customer. It
						cannot be replayed.
					</p>
				) : (
					<pre className="code">{delivery.body}</pre>
				)}
			</Section>
			{delivery.headers.length > 0 && (
				<Section title="Headers">
					<DescriptionList facts={delivery.headers.map(([label, value]) => ({ label, value }))} />
				</Section>
			)}
		</Page>
	);
}

type Shown = ReturnType<typeof useLoaderData<typeof loader>>;

function Facts({ delivery }: { delivery: Shown }) {
	return (
		<DescriptionList
			facts={[
				{
					label: "State",
					value: <Status tone={DELIVERY_TONES[delivery.state]}>{DELIVERY_STATE_LABELS[delivery.state]}</Status>,
				},
				{ label: "Came by", value: VIA_LABELS[delivery.via] ?? delivery.via },
				{ label: "Received", value: <Time at={delivery.receivedAt} as="exact" /> },
				{ label: "Worked on", value: delivery.processedAt && <Time at={delivery.processedAt} as="exact" /> },
				{
					label: "Lead",
					value: delivery.leadId && <Link to={`/leads/${delivery.leadId}`}>{delivery.leadTitle ?? "Open lead"}</Link>,
				},
			]}
		/>
	);
}
