import type { ActionFunctionArgs, LoaderFunctionArgs } from "@remix-run/node";
import { Form, useActionData, useLoaderData, useSearchParams } from "@remix-run/react";
import { z } from "zod";
import { can } from "#app/domain/identity/policy.ts";
import { exampleProgram, FIELD_WORDS } from "#app/domain/success/webhook/example.ts";
import {
	type DeliveryLine,
	getHook,
	type HookLine,
	listAccountDeliveries,
} from "#app/domain/success/webhook/hook-queries.ts";
import { changeSecret, removeFormerSecret } from "#app/domain/success/webhook/hooks.ts";
import { MOST_ENTRIES } from "#app/domain/success/webhook/schema.ts";
import { form } from "#app/doors/form.ts";
import { accountHookAddress } from "#app/doors/hooks/account-intake.ts";
import { page, requireVerified } from "#app/doors/page.ts";
import { useLiveRefresh } from "#app/ui/behaviour/use-live-refresh.ts";
import { ButtonLink, SubmitButton } from "#app/ui/forms/button.tsx";
import { CopyField } from "#app/ui/forms/copy-field.tsx";
import { useKeptReply } from "#app/ui/forms/use-kept-reply.ts";
import { Page, Section } from "#app/ui/frame/page.tsx";
import { EmptyState } from "#app/ui/lists/empty.tsx";
import { Pager } from "#app/ui/lists/list-parts.tsx";
import { type Column, Table } from "#app/ui/lists/table.tsx";
import { DescriptionList } from "#app/ui/records/record.tsx";
import { Status } from "#app/ui/signs/badge.tsx";
import { Notice } from "#app/ui/signs/notice.tsx";
import { Time } from "#app/ui/signs/time.tsx";
import { stateLabel, stateTone, whatBecame } from "./delivery-words.ts";
import { NewSecret } from "./new-secret.tsx";

export const meta = () => [{ title: "Account figures · Perigee" }];

export const loader = (args: LoaderFunctionArgs) =>
	page(args, "account-hooks.view", async (ctx) => {
		const hook = await getHook(ctx, args.params.hook ?? "");
		const after = new URL(args.request.url).searchParams.get("after") ?? undefined;
		const address = accountHookAddress(hook.id);
		return {
			...{ hook, address, example: exampleProgram(address), mayManage: can(ctx.actor, "account-hooks.manage") },
			deliveries: await listAccountDeliveries(ctx, { hookId: hook.id, after }),
		};
	});

const Act = z.object({ act: z.enum(["change-secret", "remove-former-secret"]) });

export const action = (args: ActionFunctionArgs) =>
	form(args, { permission: "account-hooks.manage", schema: Act }, async (ctx, { act }, member) => {
		requireVerified(member);
		const id = args.params.hook ?? "";
		if (act === "change-secret") return { show: await changeSecret(ctx, id) };
		await removeFormerSecret(ctx, id);
		return { to: `/settings/account-hooks/${id}`, flash: "Only the newest secret holds now." };
	});

export default function AccountHook() {
	const { hook, address, example, deliveries, mayManage } = useLoaderData<typeof loader>();
	const reply = useKeptReply(useActionData<typeof action>());
	useLiveRefresh(["account-hooks"]);
	const secret = reply?.detail?.secret;
	return (
		<Page
			title={hook.name}
			search={null}
			crumbs={[{ label: "Account figures", href: "/settings/account-hooks" }]}
			side={<Facts hook={hook as HookLine} />}
		>
			{reply?.message && <Notice tone="bad">{reply.message}</Notice>}
			{typeof secret === "string" && (
				<NewSecret title="The new secret holds." secret={secret}>
					The former one holds beside it until you remove it, so that no delivery is lost meanwhile.
				</NewSecret>
			)}
			<Deliveries hook={hook.id} {...(deliveries as { data: DeliveryLine[]; next: string | null })} />
			<Section title="How it sends">
				<HowTo address={address} example={example} />
			</Section>
			{mayManage && (
				<Section title="Secret">
					<Acts hook={hook as HookLine} />
				</Section>
			)}
		</Page>
	);
}

function Facts({ hook }: { hook: HookLine }) {
	return (
		<DescriptionList
			facts={[
				{ label: "Last delivery", value: hook.lastAt ? <Time at={hook.lastAt} /> : "None yet" },
				{
					label: "Wrong signatures",
					value: hook.signatureFailedAt ? (
						<>
							{hook.signatureFailures}, last <Time at={hook.signatureFailedAt} />
						</>
					) : (
						"None"
					),
				},
				{ label: "Secrets that hold", value: hook.hasFormerSecret ? "The newest and the former one" : "One" },
				{ label: "Made by", value: hook.createdBy },
				{ label: "Made", value: <Time at={hook.createdAt} /> },
			]}
		/>
	);
}

function Acts({ hook: { id, hasFormerSecret } }: { hook: HookLine }) {
	return (
		<div className="cluster">
			<Form method="post">
				<SubmitButton tone="plain" name="act" value="change-secret">
					Change secret
				</SubmitButton>
			</Form>
			{hasFormerSecret && (
				<Form method="post">
					<SubmitButton tone="plain" name="act" value="remove-former-secret">
						Remove former secret
					</SubmitButton>
				</Form>
			)}
			<ButtonLink to={`/settings/account-hooks/${id}/removal`} tone="danger">
				Remove
			</ButtonLink>
		</div>
	);
}

const columns: Column<DeliveryLine>[] = [
	{
		id: "state",
		label: "State",
		cell: (row) => <Status tone={stateTone(row)}>{stateLabel(row)}</Status>,
	},
	{ id: "at", label: "Received", end: true, cell: (row) => <Time at={row.receivedAt} /> },
];

function Deliveries({ hook, data, next }: { hook: string; data: DeliveryLine[]; next: string | null }) {
	const [query] = useSearchParams();
	const here = `/settings/account-hooks/${hook}`;
	return (
		<Section title="Deliveries">
			{data.length > 0 ? (
				<Table
					caption="Deliveries, newest first"
					rows={data}
					rowKey={(row) => row.id}
					name={{
						label: "Delivery",
						name: (row) => `Delivery ${row.id.slice(-6)}`,
						href: (row) => `${here}/deliveries/${row.id}`,
						note: (row) => row.reason ?? whatBecame(row),
					}}
					columns={columns}
				/>
			) : (
				<EmptyState
					icon="inbox"
					title="Nothing has arrived yet"
					text="What it sends stands here for 90 days, with what became of it and why something was refused."
				/>
			)}
			<Pager newer={query.has("after") ? here : null} older={next ? `${here}?after=${next}` : null} />
		</Section>
	);
}

function HowTo({ address, example }: { address: string; example: string }) {
	return (
		<div className="stack">
			<CopyField label="Address" value={address} help="Post JSON to it: one account, or a list." />
			<p>
				Say which account by <code>id</code>, <code>domain</code> or <code>name</code>, and send only what you know:
				what you leave out stays, and <code>null</code> takes a value away. A list has at most {MOST_ENTRIES} accounts.{" "}
				<code>at</code> says of which instant the values are: older ones never overwrite newer ones. The same{" "}
				<code>webhook-id</code> twice counts once, so send again whenever you are in doubt. The signature is that of
				Standard Webhooks, which has libraries for most languages.
			</p>
			<pre className="code">{example}</pre>
			<details>
				<summary>All fields</summary>
				<DescriptionList facts={Object.entries(FIELD_WORDS).map(([label, value]) => ({ label, value }))} />
			</details>
		</div>
	);
}
