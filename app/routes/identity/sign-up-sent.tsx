import { useLoaderData } from "@remix-run/react";
import { mayLeave } from "#app/domain/identity/mail/system-mail.ts";
import { ButtonLink } from "#app/ui/forms/button.tsx";
import { PlainPage } from "#app/ui/frame/plain-page.tsx";

export const meta = () => [{ title: "Confirm your address · Perigee" }];

/** Whether mail to just anybody leaves this server. Which address was given is not known here, nor whether it has an account. */
export const loader = () => ({ leaves: mayLeave("anybody@example.com") });

export default function SignUpSent() {
	const { leaves } = useLoaderData<typeof loader>();
	return (
		<PlainPage title="Confirm your address">
			<div className="stack">
				{leaves ? (
					<>
						<p>We sent a mail to the address you gave. Follow its link to confirm that the address is yours.</p>
						<p className="muted">No mail after a minute? Look among the unwanted ones.</p>
					</>
				) : (
					<p>
						This server sends no mail, so the one that confirms your address is held. Whoever runs the server reads its
						link with <code>npm run mail-links</code>; open that link to confirm that the address is yours.
					</p>
				)}
				<ButtonLink to="/sign-in" tone="primary">
					Sign in
				</ButtonLink>
			</div>
		</PlainPage>
	);
}
