import type { ActionFunctionArgs, LoaderFunctionArgs } from "@remix-run/node";
import { Form, Link } from "@remix-run/react";
import { z } from "zod";
import { gone } from "#app/base/errors.ts";
import { canVerifyEmail, verifyEmail } from "#app/domain/identity/account/verify-email.ts";
import { answerForm } from "#app/doors/form.ts";
import { guarded, originOf } from "#app/doors/page.ts";
import { openIdentityLink } from "#app/doors/public/identity-link.ts";
import { findPerson } from "#app/doors/session.ts";
import { SubmitButton } from "#app/ui/forms/button.tsx";
import { FormActions } from "#app/ui/forms/form.tsx";
import { PlainPage } from "#app/ui/frame/plain-page.tsx";

export const meta = () => [{ title: "Confirm your address · Perigee" }];

/** Looks and uses nothing up: scanners that follow links in mails do no harm. */
export const loader = (args: LoaderFunctionArgs) =>
	guarded(args, async () => {
		const token = await openIdentityLink(args);
		if (!(await canVerifyEmail(token, new Date()))) throw gone("This link was used already, or its 24 hours are over.");
		return null;
	});

export const action = (args: ActionFunctionArgs) =>
	guarded(args, async () => {
		const token = await openIdentityLink(args);
		await verifyEmail(token, originOf(args));
		const person = await findPerson(args);
		return answerForm(args, z.object({}), async () => ({
			to: person ? "/today" : "/sign-in",
			flash: "Your email address is confirmed.",
		}));
	});

export default function VerifyEmail() {
	return (
		<PlainPage title="Confirm your address" foot={<Link to="/sign-in">Sign in</Link>}>
			<Form method="post" className="form">
				<p>Press the button to confirm that this email address is yours.</p>
				<FormActions>
					<SubmitButton>Confirm address</SubmitButton>
				</FormActions>
			</Form>
		</PlainPage>
	);
}
