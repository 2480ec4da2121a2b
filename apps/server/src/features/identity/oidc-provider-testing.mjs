/**
 * A real OpenID provider in a process of its own. Whoever comes is signed in as the account in the header `x-account`
 * of the interaction; its answer to the parent is the port.
 */
import { createServer } from "node:http";
import { Provider } from "oidc-provider";

const [clientId, clientSecret, redirectUri] = process.argv.slice(2);
const server = createServer();
await new Promise((resolve) => server.listen(0, "127.0.0.1", resolve));
const { port } = server.address();

const provider = new Provider(`http://127.0.0.1:${port}`, {
  clients: [
    {
      client_id: clientId,
      client_secret: clientSecret,
      redirect_uris: [redirectUri],
      response_types: ["code"],
      grant_types: ["authorization_code"],
      token_endpoint_auth_method: "client_secret_post",
    },
  ],
  claims: { openid: ["sub"], profile: ["name", "preferred_username"] },
  features: { devInteractions: { enabled: false } },
  interactions: { url: (_context, interaction) => `/interaction/${interaction.uid}` },
  pkce: { required: () => true },
  cookies: { keys: ["test"] },
  findAccount: (_context, id) => ({
    accountId: id,
    claims: () => ({ sub: id, name: `Name of ${id}`, preferred_username: `${id}.name` }),
  }),
});

async function interact(request, response) {
  const { prompt, params, session } = await provider.interactionDetails(request, response);
  if (request.headers["x-account"] === "nobody") {
    return provider.interactionFinished(request, response, { error: "access_denied" });
  }
  if (prompt.name === "login") {
    return provider.interactionFinished(request, response, {
      login: { accountId: request.headers["x-account"] },
    });
  }
  const grant = new provider.Grant({ accountId: session.accountId, clientId: params.client_id });
  grant.addOIDCScope("openid profile");
  return provider.interactionFinished(request, response, {
    consent: { grantId: await grant.save() },
  });
}

const answer = provider.callback();
server.on("request", (request, response) => {
  const answered = request.url.startsWith("/interaction/")
    ? interact(request, response)
    : answer(request, response);
  answered.catch((error) => {
    response.statusCode = 500;
    response.end(String(error));
  });
});
process.send({ port });
process.on("disconnect", () => process.exit());
