-- 2005-05-01 to 2022-05-01
SELECT
  "t6"."unit_id",
  CAST(NULL AS TEXT) AS "officer_id",
  CAST(NULL AS TEXT) AS "case_id",
  "t6"."complaint_id",
  COALESCE(
    "t6"."end_at",
    CAST(COALESCE("t6"."due_day", "t6"."end_of_period") AS BIGINT) * 86400
  ) AS "occurred_at",
  COALESCE("t6"."due_day", "t6"."end_of_period") AS "due_day",
  CAST((
    "t6"."end_day" - "t6"."start_day"
  ) - "t6"."paused" AS DECIMAL(18, 4)) AS "measured",
  CAST("t6"."limit_number" AS DECIMAL(18, 4)) AS "limit",
  'handled' AS "what",
  "t6"."start_at" AS "from_at",
  "t6"."end_at" AS "to_at",
  CAST(NULL AS TEXT) AS "related",
  CAST(NULL AS DECIMAL(18, 4)) AS "value"
FROM (
  SELECT
    "t5"."complaint",
    "t5"."complaint_id",
    "t5"."unit_id",
    "t5"."start_day",
    "t5"."start_at",
    "t5"."start_workday",
    "t5"."end_at",
    "t5"."end_day",
    "t5"."end_workday",
    "t5"."limit_number",
    "t5"."length",
    "t5"."paused",
    "t5"."end_of_period",
    "t3"."end_of_period" AS "end_of_period_right",
    "t3"."due_day"
  FROM (
    SELECT
      "t0"."complaint",
      "t0"."complaint_id",
      "t0"."unit_id",
      CASE
        WHEN "t0"."received_day" <= 19904
        THEN "t0"."received_day"
        ELSE CAST(NULL AS INT)
      END AS "start_day",
      CASE
        WHEN "t0"."received_day" <= 19904
        THEN "t0"."received_at"
        ELSE CAST(NULL AS BIGINT)
      END AS "start_at",
      CASE
        WHEN "t0"."received_day" <= 19904
        THEN "t0"."received_workday"
        ELSE CAST(NULL AS INT)
      END AS "start_workday",
      CASE
        WHEN "t0"."handled_day" <= 19904
        THEN "t0"."handled_at"
        ELSE CAST(NULL AS BIGINT)
      END AS "end_at",
      COALESCE(
        CASE
          WHEN "t0"."handled_day" <= 19904
          THEN "t0"."handled_day"
          ELSE CAST(NULL AS INT)
        END,
        19904
      ) AS "end_day",
      COALESCE(
        CASE
          WHEN "t0"."handled_day" <= 19904
          THEN "t0"."handled_workday"
          ELSE CAST(NULL AS INT)
        END,
        1055359
      ) AS "end_workday",
      60 AS "limit_number",
      60 AS "length",
      0 AS "paused",
      CAST(CASE
        WHEN "t0"."received_day" <= 19904
        THEN "t0"."received_day"
        ELSE CAST(NULL AS INT)
      END + 60 + 0 AS INT) AS "end_of_period"
    FROM "rows" AS "t0"
    WHERE
      "t0"."accepted" = TRUE
      AND "t0"."received_day" >= 12904
      AND "t0"."received_day" < 19113
      AND CASE
        WHEN "t0"."received_day" <= 19904
        THEN "t0"."received_at"
        ELSE CAST(NULL AS BIGINT)
      END IS NOT NULL
      AND (
        COALESCE(
          CASE
            WHEN "t0"."handled_day" <= 19904
            THEN "t0"."handled_day"
            ELSE CAST(NULL AS INT)
          END,
          19904
        ) - CASE
          WHEN "t0"."received_day" <= 19904
          THEN "t0"."received_day"
          ELSE CAST(NULL AS INT)
        END
      ) > 60
  ) AS "t5"
  LEFT OUTER JOIN (
    SELECT
      "t1"."day" AS "end_of_period",
      "t1"."rolled_day" AS "due_day"
    FROM "calendar" AS "t1"
  ) AS "t3"
    ON "t5"."end_of_period" = "t3"."end_of_period"
) AS "t6"
WHERE
  "t6"."end_day" > COALESCE("t6"."due_day", "t6"."end_of_period")

-- 2022-05-01 to today
SELECT
  "t6"."unit_id",
  CAST(NULL AS TEXT) AS "officer_id",
  CAST(NULL AS TEXT) AS "case_id",
  "t6"."complaint_id",
  COALESCE(
    "t6"."end_at",
    CAST(COALESCE("t6"."due_day", "t6"."end_of_period") AS BIGINT) * 86400
  ) AS "occurred_at",
  COALESCE("t6"."due_day", "t6"."end_of_period") AS "due_day",
  CAST((
    "t6"."end_day" - "t6"."start_day"
  ) - "t6"."paused" AS DECIMAL(18, 4)) AS "measured",
  CAST("t6"."limit_number" AS DECIMAL(18, 4)) AS "limit",
  'handled' AS "what",
  "t6"."start_at" AS "from_at",
  "t6"."end_at" AS "to_at",
  CAST(NULL AS TEXT) AS "related",
  CAST(NULL AS DECIMAL(18, 4)) AS "value"
FROM (
  SELECT
    "t5"."complaint",
    "t5"."complaint_id",
    "t5"."unit_id",
    "t5"."start_day",
    "t5"."start_at",
    "t5"."start_workday",
    "t5"."end_at",
    "t5"."end_day",
    "t5"."end_workday",
    "t5"."limit_number",
    "t5"."length",
    "t5"."paused",
    "t5"."end_of_period",
    "t3"."end_of_period" AS "end_of_period_right",
    "t3"."due_day"
  FROM (
    SELECT
      "t0"."complaint",
      "t0"."complaint_id",
      "t0"."unit_id",
      CASE
        WHEN "t0"."received_day" <= 19904
        THEN "t0"."received_day"
        ELSE CAST(NULL AS INT)
      END AS "start_day",
      CASE
        WHEN "t0"."received_day" <= 19904
        THEN "t0"."received_at"
        ELSE CAST(NULL AS BIGINT)
      END AS "start_at",
      CASE
        WHEN "t0"."received_day" <= 19904
        THEN "t0"."received_workday"
        ELSE CAST(NULL AS INT)
      END AS "start_workday",
      CASE
        WHEN "t0"."handled_day" <= 19904
        THEN "t0"."handled_at"
        ELSE CAST(NULL AS BIGINT)
      END AS "end_at",
      COALESCE(
        CASE
          WHEN "t0"."handled_day" <= 19904
          THEN "t0"."handled_day"
          ELSE CAST(NULL AS INT)
        END,
        19904
      ) AS "end_day",
      COALESCE(
        CASE
          WHEN "t0"."handled_day" <= 19904
          THEN "t0"."handled_workday"
          ELSE CAST(NULL AS INT)
        END,
        1055359
      ) AS "end_workday",
      60 AS "limit_number",
      60 AS "length",
      0 AS "paused",
      CAST(CASE
        WHEN "t0"."received_day" <= 19904
        THEN "t0"."received_day"
        ELSE CAST(NULL AS INT)
      END + 60 + 0 AS INT) AS "end_of_period"
    FROM "rows" AS "t0"
    WHERE
      "t0"."accepted" = TRUE
      AND "t0"."received_day" >= 19113
      AND CASE
        WHEN "t0"."received_day" <= 19904
        THEN "t0"."received_at"
        ELSE CAST(NULL AS BIGINT)
      END IS NOT NULL
      AND (
        COALESCE(
          CASE
            WHEN "t0"."handled_day" <= 19904
            THEN "t0"."handled_day"
            ELSE CAST(NULL AS INT)
          END,
          19904
        ) - CASE
          WHEN "t0"."received_day" <= 19904
          THEN "t0"."received_day"
          ELSE CAST(NULL AS INT)
        END
      ) > 60
  ) AS "t5"
  LEFT OUTER JOIN (
    SELECT
      "t1"."day" AS "end_of_period",
      "t1"."rolled_day" AS "due_day"
    FROM "calendar" AS "t1"
  ) AS "t3"
    ON "t5"."end_of_period" = "t3"."end_of_period"
) AS "t6"
WHERE
  "t6"."end_day" > COALESCE("t6"."due_day", "t6"."end_of_period")
