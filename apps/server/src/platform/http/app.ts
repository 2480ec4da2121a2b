import { randomUUID } from "node:crypto";
import cookie from "@fastify/cookie";
import helmet from "@fastify/helmet";
import multipart from "@fastify/multipart";
import rateLimit from "@fastify/rate-limit";
import swagger from "@fastify/swagger";
import underPressure from "@fastify/under-pressure";
import Fastify, {
  LogController,
  type FastifyError,
  type FastifyReply,
  type FastifyRequest,
} from "fastify";
import {
  hasZodFastifySchemaValidationErrors,
  isResponseSerializationError,
  jsonSchemaTransform,
  jsonSchemaTransformObject,
  serializerCompiler,
  validatorCompiler,
  type ZodTypeProvider,
} from "fastify-type-provider-zod";
import { baseOrigins, type Config } from "../config.ts";
import { isAway } from "../database/away.ts";
import type { Logger } from "../log.ts";
import { busy, ProblemError, statusOf, type FieldError } from "../problems.ts";

export type App = Awaited<ReturnType<typeof createApp>>;

/** The HTTP shell every process shares: limits, errors, documents. Features add their routes to it. */
export async function createApp(config: Config, log: Logger) {
  const app = Fastify({
    loggerInstance: log,
    genReqId: () => randomUUID(),
    bodyLimit: 1 << 20,
    requestTimeout: 120_000,
    trustProxy: config.TRUST_PROXY,
    routerOptions: { maxParamLength: 300 },
    logController: new LogController({ disableRequestLogging: true }),
  }).withTypeProvider<ZodTypeProvider>();
  app.setValidatorCompiler(validatorCompiler);
  app.setSerializerCompiler(serializerCompiler);

  await app.register(helmet, {
    contentSecurityPolicy: {
      directives: {
        defaultSrc: ["'self'"],
        imgSrc: ["'self'", "data:", "blob:", ...baseOrigins(config)],
        mediaSrc: ["'self'", "blob:"],
        styleSrc: ["'self'", "'unsafe-inline'"],
        workerSrc: ["'self'", "blob:"],
        connectSrc: ["'self'", ...baseOrigins(config)],
        upgradeInsecureRequests: null,
      },
    },
    strictTransportSecurity: false,
  });
  await app.register(cookie);
  await app.register(multipart, {
    limits: { fileSize: 100 << 20, files: 10, fields: 40, parts: 60 },
  });
  await app.register(rateLimit, { global: false });
  await app.register(underPressure, {
    maxEventLoopDelay: 2_000,
    retryAfter: 5,
    // A page that lacks one of its files stays white and cannot ask again as its questions do; files cost little.
    pressureHandler: (request, reply) => {
      if (/^\/(?:api|readyz)\b/.test(request.url)) void sendProblem(reply, busy());
    },
  });
  await app.register(swagger, {
    openapi: {
      openapi: "3.1.0",
      info: {
        title: "Gezhi 格治",
        version: "1",
        description: "基层智治平台开放接口 · Open API of the grassroots governance platform",
      },
    },
    transform: jsonSchemaTransform,
    transformObject: jsonSchemaTransformObject,
  });

  app.setErrorHandler((error: FastifyError, request, reply) => answerError(error, request, reply));
  app.setNotFoundHandler((request, reply) =>
    sendProblem(
      reply,
      new ProblemError("not_found", `没有这个地址：${request.method} ${request.url.split("?")[0]}`),
    ),
  );
  return app;
}

function answerError(error: FastifyError, request: FastifyRequest, reply: FastifyReply) {
  const problem = toProblem(error);
  if (problem.code === "internal")
    request.log.error({ err: error, req: request }, "unexpected error");
  // The person is told what to do; whoever runs the server needs to know why.
  if (problem.code === "unavailable") request.log.warn({ reason: reasonOf(error) }, "unavailable");
  return sendProblem(reply, problem);
}

const reasonOf = (error: Error): string => {
  const { message, code } = (error.cause instanceof Error ? error.cause : error) as FastifyError;
  return message || code;
};

/** What people are told of an error; everything unexpected is `internal`. */
export function toProblem(error: FastifyError): ProblemError {
  if (error instanceof ProblemError) return error;
  if (hasZodFastifySchemaValidationErrors(error)) {
    const errors: FieldError[] = error.validation.map((issue) => ({
      path: issue.instancePath.replace(/^\//, "").replaceAll("/", "."),
      message: issue.message ?? "格式不正确",
    }));
    return new ProblemError("invalid", "提交的内容有误，请按提示修改后重新提交", { errors });
  }
  if (isResponseSerializationError(error))
    return new ProblemError("internal", "系统出错，已记录，请稍后重试");
  const code = error.code ?? "";
  if (isAway(error)) {
    return new ProblemError("unavailable", "数据库暂时不可用，请稍后重试；您填写的内容不会丢失", {
      retryAfterSeconds: 5,
    });
  }
  if (code === "53100" || code === "ENOSPC") {
    return new ProblemError("unavailable", "服务器磁盘已满，暂时不能保存，请联系管理员清理后重试", {
      retryAfterSeconds: 60,
    });
  }
  // A statement that was cut off after its time.
  if (code === "57014") return busy();
  // A null character passes every schema and fits in no text column.
  if (code === "22021" || code === "22P05")
    return new ProblemError("invalid", "内容含有无法保存的字符，请删去后重试");
  if (code === "40001" || code === "40P01" || code === "55P03")
    return new ProblemError("conflict", "有人正在同时操作，请重试");
  if (error.statusCode === 413)
    return new ProblemError("too_large", "内容太大，请减少照片数量或大小后重试");
  if (error.statusCode === 429)
    return new ProblemError("too_many", "操作太频繁，请稍后再试", { retryAfterSeconds: 30 });
  if (error.statusCode === 415)
    return new ProblemError("invalid", "不支持的内容类型，请使用 application/json");
  if (error.statusCode && error.statusCode >= 400 && error.statusCode < 500)
    return new ProblemError("invalid", "请求格式不正确，请检查后重试");
  return new ProblemError("internal", "系统出错，已记录，请稍后重试");
}

export function sendProblem(reply: FastifyReply, problem: ProblemError) {
  const status = statusOf[problem.code];
  if (problem.retryAfterSeconds)
    void reply.header("retry-after", String(problem.retryAfterSeconds));
  return reply
    .code(status)
    .type("application/problem+json")
    .serializer(JSON.stringify)
    .send({
      type: `about:blank#${problem.code}`,
      title: problem.code,
      status,
      code: problem.code,
      detail: problem.message,
      instance: reply.request.id,
      ...(problem.errors ? { errors: problem.errors } : {}),
    });
}
