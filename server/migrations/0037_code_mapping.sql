-- Codes of other systems and ours (domain guide §1.3.1, §1.4.1, §1.4.2, §4.1, §4.5). The same number means something else there:
-- 满 is 02 in one public code base and 11 in GB/T 3304. A code that is not listed here is not taken over.
insert into registry.code_mapping (system, list, theirs, ours, source)
select 'minzheng-gbt4761', 'relation', theirs, ours, '民政系统 GB/T 4761 两位码（公开接口样例）' from (values
  ('01', 1), ('02', 1), ('10', 2), ('11', 2), ('12', 2), ('20', 3), ('21', 3), ('22', 3), ('23', 3), ('24', 3), ('25', 3), ('26', 3), ('27', 3), ('28', 6),
  ('30', 4), ('31', 4), ('32', 4), ('33', 4), ('34', 4), ('35', 4), ('36', 4), ('37', 4), ('38', 5), ('41', 7), ('42', 8), ('43', 9), ('44', 10), ('47', 21), ('48', 22),
  ('51', 11), ('52', 12), ('53', 15), ('54', 16), ('55', 13), ('56', 14), ('57', 11), ('58', 12), ('61', 17), ('62', 18), ('63', 19), ('64', 20),
  ('70', 23), ('71', 23), ('72', 24), ('73', 23), ('74', 24), ('75', 23), ('77', 23), ('99', 99)) as v (theirs, ours)
union all
select 'local-display', 'attribute', theirs, ours, '公开地方系统第二显示码表（1 一般贫困户 2 低保户 3 五保户 4 低保贫困户 5 低收入农户）' from (values ('1', 1), ('2', 4), ('3', 6), ('4', 4), ('5', 1)) as v (theirs, ours)
union all
select 'local-state', 'exitState', theirs, ours, '公开地方系统状态码（0 未脱贫 1 预脱贫 2 已脱贫 4 返贫；3 注销不是脱贫状态）' from (values ('0', 0), ('1', 2), ('2', 1), ('4', 3)) as v (theirs, ours)
union all
select 'local-ethnic', 'ethnic', theirs, ours, '公开代码库民族序（满 02、蒙古 04，与 GB/T 3304 不同）' from (values ('01', 1), ('02', 11), ('04', 2)) as v (theirs, ours)
union all
select 'monitoring', 'monitored', theirs, ours, '防返贫监测系统对象类别（0 脱贫不稳定户 1 边缘易致贫户 2 突发严重困难户）' from (values ('0', 1), ('1', 2), ('2', 3)) as v (theirs, ours)
union all
select 'npis-2016', 'labour', theirs, ours, '全国扶贫开发信息系统 AAB010' from (values ('01', 1), ('02', 2), ('03', 3), ('04', 4)) as v (theirs, ours)
union all
select 'npis-2016', 'attribute', theirs, ours, '全国扶贫开发信息系统 AAC006' from (values ('01', 1), ('04', 4), ('06', 6)) as v (theirs, ours);
