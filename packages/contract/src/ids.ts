import { z } from "zod";

const pattern = /^\d{6}-[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/;

/** An id outside the database names its district, so that every read and lock names its shard. */
const districtId = <B extends string>(name: B) =>
  z.string().regex(pattern, `${name} id is district-uuid`).brand<B>();

export const IncidentId = districtId("IncidentId");
export type IncidentId = z.infer<typeof IncidentId>;
export const ReportId = districtId("ReportId");
export type ReportId = z.infer<typeof ReportId>;
export const WorkOrderId = districtId("WorkOrderId");
export type WorkOrderId = z.infer<typeof WorkOrderId>;
export const RequestId = districtId("RequestId");
export type RequestId = z.infer<typeof RequestId>;
export const FileId = districtId("FileId");
export type FileId = z.infer<typeof FileId>;
export const DeviceId = districtId("DeviceId");
export type DeviceId = z.infer<typeof DeviceId>;
export const AlarmId = districtId("AlarmId");
export type AlarmId = z.infer<typeof AlarmId>;
export const ClipId = districtId("ClipId");
export type ClipId = z.infer<typeof ClipId>;
export const PlaceId = districtId("PlaceId");
export type PlaceId = z.infer<typeof PlaceId>;
export const HotSpotId = districtId("HotSpotId");
export type HotSpotId = z.infer<typeof HotSpotId>;
export const IssueClassId = districtId("IssueClassId");
export type IssueClassId = z.infer<typeof IssueClassId>;
export const ObjectionId = districtId("ObjectionId");
export type ObjectionId = z.infer<typeof ObjectionId>;
export const PlotId = districtId("PlotId");
export type PlotId = z.infer<typeof PlotId>;
export const PlateId = districtId("PlateId");
export type PlateId = z.infer<typeof PlateId>;
export const FormId = districtId("FormId");
export type FormId = z.infer<typeof FormId>;
export const FeedbackId = districtId("FeedbackId");
export type FeedbackId = z.infer<typeof FeedbackId>;
export const CareId = districtId("CareId");
export type CareId = z.infer<typeof CareId>;
export const LaneStopId = districtId("LaneStopId");
export type LaneStopId = z.infer<typeof LaneStopId>;
export const PatrolId = districtId("PatrolId");
export type PatrolId = z.infer<typeof PatrolId>;
export const AccountId = z.uuid().brand<"AccountId">();
export type AccountId = z.infer<typeof AccountId>;

/** A row's key as the database keeps it. */
export type Key = { district: string; id: string };

export const keyOf = (id: string): Key => ({ district: id.slice(0, 6), id: id.slice(7) });

export const incidentId = (key: Key): IncidentId => IncidentId.parse(`${key.district}-${key.id}`);
export const reportId = (key: Key): ReportId => ReportId.parse(`${key.district}-${key.id}`);
export const workOrderId = (key: Key): WorkOrderId =>
  WorkOrderId.parse(`${key.district}-${key.id}`);
export const requestId = (key: Key): RequestId => RequestId.parse(`${key.district}-${key.id}`);
export const fileId = (key: Key): FileId => FileId.parse(`${key.district}-${key.id}`);
export const deviceId = (key: Key): DeviceId => DeviceId.parse(`${key.district}-${key.id}`);
export const alarmId = (key: Key): AlarmId => AlarmId.parse(`${key.district}-${key.id}`);
export const clipId = (key: Key): ClipId => ClipId.parse(`${key.district}-${key.id}`);
export const placeId = (key: Key): PlaceId => PlaceId.parse(`${key.district}-${key.id}`);
export const hotSpotId = (key: Key): HotSpotId => HotSpotId.parse(`${key.district}-${key.id}`);
export const issueClassId = (key: Key): IssueClassId =>
  IssueClassId.parse(`${key.district}-${key.id}`);
export const objectionId = (key: Key): ObjectionId =>
  ObjectionId.parse(`${key.district}-${key.id}`);
export const plotId = (key: Key): PlotId => PlotId.parse(`${key.district}-${key.id}`);
export const plateId = (key: Key): PlateId => PlateId.parse(`${key.district}-${key.id}`);
export const formId = (key: Key): FormId => FormId.parse(`${key.district}-${key.id}`);
export const feedbackId = (key: Key): FeedbackId => FeedbackId.parse(`${key.district}-${key.id}`);
export const careId = (key: Key): CareId => CareId.parse(`${key.district}-${key.id}`);
export const laneStopId = (key: Key): LaneStopId => LaneStopId.parse(`${key.district}-${key.id}`);
export const patrolId = (key: Key): PatrolId => PatrolId.parse(`${key.district}-${key.id}`);
