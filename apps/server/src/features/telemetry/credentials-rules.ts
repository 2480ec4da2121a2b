import { ProblemError } from "../../platform/problems.ts";

export const denied = () =>
  new ProblemError(
    "unauthenticated",
    "设备编码或密码不正确：请用网关的设备编码和密码做 Basic 认证",
  );
