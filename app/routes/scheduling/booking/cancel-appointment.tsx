import type { ActionFunctionArgs, LoaderFunctionArgs } from "@remix-run/node";
import { useActionData, useLoaderData } from "@remix-run/react";
import { getAppointment } from "#app/domain/scheduling/appointments/appointment-queries.ts";
import { cancelAppointment } from "#app/domain/scheduling/appointments/cancel-appointment.ts";
import { CancelForm } from "#app/domain/scheduling/booking-page/booking-form.ts";
import { answerForm } from "#app/doors/form.ts";
import { guarded } from "#app/doors/page.ts";
import { asLinkHolder } from "#app/doors/public/link-holder.ts";
import { formatInstant } from "#app/ui/format-time.ts";
import { ConfirmPage } from "#app/ui/forms/confirm-page.tsx";
import { ErrorSummary } from "#app/ui/forms/form.tsx";
import { TextInput } from "#app/ui/forms/text-input.tsx";
import { PublicFrame } from "#app/ui/frame/public-frame.tsx";

export const handle = { plain: true, script: "/booking.js" };
export const meta = () => [{ title: "Cancel your appointment" }, { name: "robots", content: "noindex" }];

/** Asks before cancelling. Opening this page changes nothing, whoever follows the link (a mail scanner, say). */
export const loader = (args: LoaderFunctionArgs) =>
	guarded(args, () =>
		asLinkHolder(args, "appointment", async (ctx, link) => ({
			org: link.org,
			appointment: await getAppointment(ctx, link.subjectId),
			token: args.params.token ?? "",
		})),
	);

export const action = (args: ActionFunctionArgs) =>
	answerForm(args, CancelForm, async ({ reason }) => {
		await asLinkHolder(args, "appointment", (ctx, link) =>
			cancelAppointment(ctx, { appointmentId: link.subjectId, reason: reason || "Cancelled by the customer" }),
		);
		return { to: `/appointment/${args.params.token}`, flash: "Your appointment is cancelled." };
	});

export default function CancelAppointmentPage() {
	const { org, appointment, token } = useLoaderData<typeof loader>();
	const reply = useActionData<typeof action>();
	const when = formatInstant(appointment.startsAt, appointment.timeZone);
	return (
		<PublicFrame org={{ name: org.name, color: org.colour }} title="Cancel appointment">
			<ErrorSummary allErrors={reply?.result.error ? { "": reply.result.error[""] ?? [] } : {}} />
			<ConfirmPage
				action={`/appointment/${token}/cancel`}
				consequence={`Your ${appointment.title} on ${when} will be cancelled, and others can book that time.`}
				button="Cancel appointment"
				cancel={`/appointment/${token}`}
			>
				<TextInput label="Reason" optional inputProps={{ name: "reason", maxLength: 500 }} />
			</ConfirmPage>
		</PublicFrame>
	);
}
