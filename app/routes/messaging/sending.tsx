import type { ActionFunctionArgs, LoaderFunctionArgs } from "@remix-run/node";
import { Form, useActionData, useLoaderData } from "@remix-run/react";
import { can } from "#app/domain/identity/policy.ts";
import { CHANNEL_LABELS } from "#app/domain/messaging/schema.ts";
import { changeRules, changeSwitches } from "#app/domain/messaging/settings/change-sending.ts";
import { addInboundAddress, removeInboundAddress } from "#app/domain/messaging/settings/inbound-addresses.ts";
import { SendingForm } from "#app/domain/messaging/settings/schema.ts";
import { type ChannelState, getSending } from "#app/domain/messaging/settings/sending-queries.ts";
import { form } from "#app/doors/form.ts";
import { page, requireVerified } from "#app/doors/page.ts";
import { SubmitButton } from "#app/ui/forms/button.tsx";
import { Checkbox } from "#app/ui/forms/checkbox.tsx";
import { ErrorSummary, FormActions } from "#app/ui/forms/form.tsx";
import { Page, Section } from "#app/ui/frame/page.tsx";
import { Status } from "#app/ui/signs/badge.tsx";
import { Notice } from "#app/ui/signs/notice.tsx";
import { AddressSection, RulesSection } from "./sending-fields.tsx";

export const meta = () => [{ title: "Sending · Perigee" }];

export const loader = (args: LoaderFunctionArgs) =>
	page(args, "organisation.view", async (ctx) => ({
		...(await getSending(ctx)),
		maySwitch: can(ctx.actor, "organisation.allow-sending"),
		mayEdit: can(ctx.actor, "organisation.edit"),
	}));

export const action = (args: ActionFunctionArgs) =>
	form(args, { permission: "organisation.edit", schema: SendingForm }, async (ctx, input, member) => {
		const to = "/settings/sending";
		switch (input.act) {
			case "switches": {
				const { email, sms, webhook } = input;
				// Off is always possible. Nobody is written to on behalf of an address that may be somebody else's.
				if (email || sms || webhook) requireVerified(member);
				await changeSwitches(ctx, { email, sms, webhook });
				return { to, flash: "Saved. What was held stays held until somebody releases it." };
			}
			case "rules":
				await changeRules(ctx, input);
				return { to, flash: "Saved. The rules hold from the next message on." };
			case "add-address": {
				const { secret } = await addInboundAddress(ctx, input);
				return secret ? { show: { secret, address: input.address } } : { to, flash: `${input.address} was added.` };
			}
			case "remove-address":
				await removeInboundAddress(ctx, input);
				return { to, flash: "Removed. Messages to it are refused from now on." };
		}
	});

export default function Sending() {
	const data = useLoaderData<typeof loader>();
	const reply = useActionData<typeof action>();
	const errors = Object.entries(reply?.result.error ?? {}).flatMap(([name, texts]) => (texts ? [[name, texts]] : []));
	return (
		<Page title="Sending" crumbs={[{ label: "Settings", href: "/settings" }]} width="narrow">
			<ErrorSummary allErrors={Object.fromEntries(errors)} />
			{data.demoMode && (
				<Notice title="Demo mode is on.">Only addresses and numbers listed in DEMO_ALLOWED are written to.</Notice>
			)}
			<Section title="Switches">
				<Form method="post" discover="none" className="form">
					<p>Two switches must both be on before anything leaves: the installation's and yours.</p>
					<input type="hidden" name="act" value="switches" />
					{data.channels.map((channel) => (
						<Switch key={channel.channel} {...channel} disabled={!data.maySwitch} />
					))}
					{data.maySwitch && (
						<FormActions>
							<SubmitButton>Save switches</SubmitButton>
						</FormActions>
					)}
				</Form>
			</Section>
			<RulesSection rules={data.rules} mayEdit={data.mayEdit} />
			<AddressSection {...data} shown={reply?.detail as { secret?: string; address?: string } | undefined} />
		</Page>
	);
}

function Switch({
	channel,
	environment,
	organisation,
	setting,
	lacks,
	disabled,
}: ChannelState & { disabled: boolean }) {
	const isOn = environment && organisation && !lacks;
	const missing = [
		...(environment ? [] : [`the installation's switch is off (${setting})`]),
		...(lacks ? [`the installation lacks ${lacks}`] : []),
		...(organisation ? [] : ["your switch is off"]),
	];
	return (
		<Checkbox
			label={`Send ${channel === "sms" ? "SMS" : CHANNEL_LABELS[channel]?.toLowerCase()}`}
			help={
				<>
					<Status tone={isOn ? "good" : "warn"}>{isOn ? "On" : "Off"}</Status>
					{!isOn && `, nothing is sent: ${missing.join(" and ")}.`}
				</>
			}
			inputProps={{ name: channel, id: `switch-${channel}`, defaultChecked: organisation, disabled }}
		/>
	);
}
