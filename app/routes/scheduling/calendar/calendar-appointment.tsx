import type { ActionFunctionArgs, LoaderFunctionArgs } from "@remix-run/node";
import { Form, Link, useActionData, useLoaderData } from "@remix-run/react";
import { getAppointment } from "#app/domain/scheduling/appointments/appointment-queries.ts";
import { findParty } from "#app/domain/scheduling/appointments/party-queries.ts";
import { settleAppointment } from "#app/domain/scheduling/appointments/settle-appointment.ts";
import { OutcomeForm } from "#app/domain/scheduling/booking-page/booking-form.ts";
import { ORIGIN_LABELS, STATE_LABELS, SYNC_LABELS } from "#app/domain/scheduling/schema.ts";
import { form } from "#app/doors/form.ts";
import { page } from "#app/doors/page.ts";
import { useLiveRefresh } from "#app/ui/behaviour/use-live-refresh.ts";
import { formatLength, formatStretch } from "#app/ui/format-time.ts";
import { ButtonLink, SubmitButton } from "#app/ui/forms/button.tsx";
import { ErrorSummary } from "#app/ui/forms/form.tsx";
import { useKeptReply } from "#app/ui/forms/use-kept-reply.ts";
import { Page, Section } from "#app/ui/frame/page.tsx";
import { DescriptionList } from "#app/ui/records/record.tsx";
import { Status } from "#app/ui/signs/badge.tsx";
import { Money } from "#app/ui/signs/money.tsx";
import { Notice } from "#app/ui/signs/notice.tsx";
import { Time } from "#app/ui/signs/time.tsx";
import { STATE_TONES, SYNC_TONES } from "./appointment-tones.ts";

export const meta = () => [{ title: "Appointment · Perigee" }];

export const loader = (args: LoaderFunctionArgs) =>
	page(args, "appointments.view", async (ctx, member) => {
		const appointment = await getAppointment(ctx, args.params.id ?? "");
		const party = await findParty(ctx, appointment);
		return {
			appointment,
			party: party ?? null,
			begun: appointment.startsAt <= ctx.now,
			mayChange: member.org.role !== "viewer",
		};
	});

/** What became of it: the customer came, or did not. */
export const action = (args: ActionFunctionArgs) =>
	form(args, { permission: "appointments.settle", schema: OutcomeForm }, async (ctx, { outcome }) => {
		const settled = await settleAppointment(ctx, { appointmentId: args.params.id ?? "", outcome });
		return { to: `/calendar/${settled.id}`, flash: `Marked as ${STATE_LABELS[outcome].toLowerCase()}.` };
	});

type Data = ReturnType<typeof useLoaderData<typeof loader>>;

export default function CalendarAppointmentPage() {
	const data = useLoaderData<typeof loader>();
	const { appointment, party, begun, mayChange } = data;
	const reply = useKeptReply(useActionData<typeof action>());
	useLiveRefresh([`appointment:${appointment.id}`]);
	const ours = appointment.origin !== "shop";
	const open = appointment.state === "booked" && ours && mayChange;
	return (
		<Page
			title={party?.contact.name ? `${appointment.title}, ${party.contact.name}` : appointment.title}
			crumbs={[{ label: "Calendar", href: "/calendar" }]}
			actions={
				open && (
					<>
						<ButtonLink to={`/calendar/${appointment.id}/cancel`}>Cancel appointment</ButtonLink>
						<ButtonLink to={`/calendar/${appointment.id}/move`} tone="primary">
							Move appointment
						</ButtonLink>
					</>
				)
			}
			side={<Facts data={data} />}
		>
			<ErrorSummary allErrors={reply?.result.error ? { "": reply.result.error[""] ?? [] } : {}} />
			<WhenSection appointment={appointment} />
			{begun && mayChange && appointment.state !== "cancelled" && <OutcomeSection state={appointment.state} />}
		</Page>
	);
}

function WhenSection({ appointment }: Pick<Data, "appointment">) {
	return (
		<Section title="When">
			<p>{formatStretch(appointment.startsAt, appointment.endsAt, appointment.timeZone)}</p>
			<p className="muted">{formatLength(appointment.endsAt.getTime() - appointment.startsAt.getTime())}</p>
			{appointment.bay === null && appointment.state === "booked" && (
				<Notice tone="warn" title="More is booked than there are places.">
					Every place is taken at this time. Move one of the appointments.
				</Notice>
			)}
			{appointment.syncError && (
				<Notice tone="warn" title={`${SYNC_LABELS[appointment.syncState]}.`}>
					{appointment.syncError}
				</Notice>
			)}
		</Section>
	);
}

/** The outcomes it does not have yet; one that was marked wrongly is marked again. */
function OutcomeSection({ state }: Pick<Data["appointment"], "state">) {
	return (
		<Section title="What became of it">
			<Form method="post" className="cluster">
				{state !== "completed" && (
					<SubmitButton tone="plain" name="outcome" value="completed">
						Mark as completed
					</SubmitButton>
				)}
				{state !== "no-show" && (
					<SubmitButton tone="plain" name="outcome" value="no-show">
						Mark as no-show
					</SubmitButton>
				)}
			</Form>
		</Section>
	);
}

function Facts({ data: { appointment, party } }: { data: Data }) {
	const { priceCents, currency, leadId } = appointment;
	return (
		<DescriptionList
			facts={[
				{
					label: "State",
					value: <Status tone={STATE_TONES[appointment.state]}>{STATE_LABELS[appointment.state]}</Status>,
				},
				{ label: "Reason", value: appointment.cancelReason },
				...(appointment.memberId
					? [{ label: "With", value: party?.host.name ?? appointment.memberName }]
					: [{ label: "Location", value: party?.host.name }]),
				{ label: "Contact", value: party?.contact.name },
				{ label: "Email", value: party?.contact.email },
				{ label: "Phone", value: party?.contact.phone },
				{ label: "Price", value: priceCents !== null && <Money minor={priceCents} currency={currency ?? "USD"} /> },
				{ label: "Place", value: !appointment.memberId && appointment.bay },
				{ label: "From", value: ORIGIN_LABELS[appointment.origin] },
				{
					label: "Shop system",
					value: !appointment.memberId && (
						<Status tone={SYNC_TONES[appointment.syncState]}>{SYNC_LABELS[appointment.syncState]}</Status>
					),
				},
				{ label: "Lead", value: leadId && <Link to={`/leads/${leadId}`}>See lead</Link> },
				{ label: "Made", value: <Time at={appointment.createdAt} /> },
			].filter(({ value }) => value !== false)}
		/>
	);
}
