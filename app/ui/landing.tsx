import { ButtonLink } from "#app/ui/forms/button.tsx";
import { Logo } from "#app/ui/frame/plain-page.tsx";
import { SkipLink } from "#app/ui/frame/skip-link.tsx";

const three = [
	{
		title: "It works without JavaScript",
		text: "Every page comes finished from the server and every change is a form. A script makes it quicker and livelier; a weak phone, a strict office or a screen reader loses nothing.",
	},
	{
		title: "It works without an AI key",
		text: "Questions about prices, hours and free times are answered, and times booked, moved and cancelled, by rules that say they are automatic. Add a key and a model takes part, with its cost beside each answer.",
	},
	{
		title: "Nothing leaves by accident",
		text: "Emails and texts wait in the outbox, readable as they will look, until an administrator opens the door. What was handed over is not sent again by itself, and the database itself keeps one organisation from seeing another.",
	},
];

/**
 * The landing page: what it is in one sentence, how it looks, three things nobody else does, how to run it.
 * `screenshot` is a picture of 1440 by 900 of the product with its demo data; `home` is where who is signed in goes on.
 */
export function Landing({
	signIn = "/sign-in",
	signUp = "/sign-up",
	screenshot = "/landing-screenshot.png",
	home,
}: {
	signIn?: string;
	signUp?: string;
	screenshot?: string;
	home?: string | undefined;
}) {
	return (
		<div className="landing">
			<SkipLink />
			<div className="landing-wrap">
				<Head signIn={signIn} home={home} />
				<main id="main" tabIndex={-1}>
					<Hero signUp={signUp} home={home} />
					<img
						className="landing-shot"
						src={screenshot}
						width={1440}
						height={900}
						alt="The list of leads in Perigee, with their state, location, value, next message and when they arrived"
					/>
					<section className="landing-three" aria-label="What is different">
						{three.map(({ title, text }) => (
							<div key={title}>
								<h2>{title}</h2>
								<p>{text}</p>
							</div>
						))}
					</section>
					<HowToRun />
				</main>
			</div>
		</div>
	);
}

function Head({ signIn, home }: { signIn: string; home: string | undefined }) {
	return (
		<header className="landing-head">
			<a className="plain-brand" href="/">
				<Logo />
				Perigee
			</a>
			<ButtonLink to={home ?? signIn} tone="quiet">
				{home ? "Go to Today" : "Sign in"}
			</ButtonLink>
		</header>
	);
}

function Hero({ signUp, home }: { signUp: string; home: string | undefined }) {
	return (
		<div className="landing-hero">
			<h1>One place where a business meets its customers.</h1>
			<p>
				A shop's order comes in, the customer is written to, asks, and books: kept in one Postgres and nothing else.
			</p>
			<div className="cluster">
				<ButtonLink to={home ?? signUp} tone="primary">
					{home ? "Go to Today" : "Create an organisation"}
				</ButtonLink>
				<a className="btn" href="#run">
					Run it yourself
				</a>
			</div>
		</div>
	);
}

function HowToRun() {
	return (
		<section className="landing-run" id="run">
			<div className="stack">
				<h2>How to run it</h2>
				<p className="muted">
					Node 20 or newer is all it needs. Without a database of yours it keeps one inside the process, in the folder{" "}
					<code>.data</code>; <code>npm run backup -- FOLDER</code> copies it while it runs.
				</p>
			</div>
			<div className="stack">
				<p>Try it, with a database of its own:</p>
				<pre>
					<code>npm start</code>
				</pre>
				<p>Run it on your Postgres:</p>
				<pre>
					<code>DATABASE_URL=postgres://… npm start</code>
				</pre>
			</div>
		</section>
	);
}
