import type { LoaderFunctionArgs } from "@remix-run/node";
import { Link, useLoaderData } from "@remix-run/react";
import { getAccountDelivery } from "#app/domain/success/webhook/hook-queries.ts";
import type { Remark } from "#app/domain/success/webhook/schema.ts";
import { page } from "#app/doors/page.ts";
import { useLiveRefresh } from "#app/ui/behaviour/use-live-refresh.ts";
import { Page, Section } from "#app/ui/frame/page.tsx";
import { DescriptionList } from "#app/ui/records/record.tsx";
import { Status } from "#app/ui/signs/badge.tsx";
import { Notice } from "#app/ui/signs/notice.tsx";
import { Time } from "#app/ui/signs/time.tsx";
import { stateLabel, stateTone } from "./delivery-words.ts";

export const meta = () => [{ title: "Delivery · Perigee" }];

export const loader = (args: LoaderFunctionArgs) =>
	page(args, "account-hooks.view", async (ctx) => {
		const hookId = args.params.hook ?? "";
		return { hookId, ...(await getAccountDelivery(ctx, { hookId, id: args.params.delivery ?? "" })) };
	});

export default function AccountDelivery() {
	const delivery = useLoaderData<typeof loader>();
	useLiveRefresh(["account-hooks"]);
	return (
		<Page
			title={`Delivery ${delivery.id.slice(-6)}`}
			search={null}
			crumbs={[
				{ label: "Account figures", href: "/settings/account-hooks" },
				{ label: delivery.hook, href: `/settings/account-hooks/${delivery.hookId}` },
			]}
			side={<Facts delivery={delivery} />}
		>
			{delivery.reason && (
				<Notice tone="bad" title="Refused.">
					{delivery.reason} Nothing of it was taken. Set it right at the sender and send it again.
				</Notice>
			)}
			{delivery.remarks.length > 0 ? (
				<Section title="What was not taken">
					<Remarks remarks={delivery.remarks} />
				</Section>
			) : (
				delivery.state === "processed" && <p>Every account that it named was found, and all of it was taken.</p>
			)}
			{delivery.state === "received" && <p>It is being worked on. This page shows what becomes of it.</p>}
			<p className="muted">What was sent is not kept once it is worked on: only what became of it, for 90 days.</p>
		</Page>
	);
}

type Shown = ReturnType<typeof useLoaderData<typeof loader>>;

function Facts({ delivery }: { delivery: Shown }) {
	const { refused, total, changed, late, key, receivedAt, processedAt } = delivery;
	return (
		<DescriptionList
			facts={[
				{ label: "State", value: <Status tone={stateTone(delivery)}>{stateLabel(delivery)}</Status> },
				{ label: "Accounts named", value: total },
				{ label: "Changed", value: changed },
				{ label: "Refused", value: refused },
				{ label: "Came late", value: late },
				{ label: "Received", value: <Time at={receivedAt} as="exact" /> },
				{ label: "Worked on", value: processedAt && <Time at={processedAt} as="exact" /> },
				{ label: "Sender’s id", value: key },
			]}
		/>
	);
}

function Remarks({ remarks }: { remarks: readonly Remark[] }) {
	const named = ({ account, accountId }: Remark) =>
		accountId ? <Link to={`/accounts/${accountId}/success`}>{account || "Account"}</Link> : account || "Not named";
	return (
		<ul className="stack">
			{remarks
				.toSorted((one, other) => one.entry - other.entry)
				.map((remark) => (
					<li key={remark.entry}>
						<strong>{named(remark)}</strong> <span className="muted">(entry {remark.entry})</span>
						<br />
						{remark.reason}
					</li>
				))}
		</ul>
	);
}
